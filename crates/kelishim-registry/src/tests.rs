//! The registry's own files, asked as reports would ask them.

use crate::{Naming, Registry, RegistryError};
use kelishim_model::{ActorKind, PartialDate, Sector};
use std::sync::OnceLock;

const FILES: &[(&str, &str)] = &[
    ("states.toml", include_str!("../../../data/actors/states.toml")),
    ("places.toml", include_str!("../../../data/actors/places.toml")),
    ("places.tsv", include_str!("../../../data/actors/places.tsv")),
    ("bodies.toml", include_str!("../../../data/actors/bodies.toml")),
    ("offices.toml", include_str!("../../../data/actors/offices.toml")),
    ("people.toml", include_str!("../../../data/actors/people.toml")),
];

/// The registry of the files, read once.
fn registry() -> &'static Registry {
    static REGISTRY: OnceLock<Registry> = OnceLock::new();
    REGISTRY.get_or_init(|| Registry::load(FILES).unwrap_or_else(|e| panic!("{e}")))
}

/// Each line is a code ("-" for none) and forms that must lead to it.
fn check(table: &str, code_of: impl Fn(&str) -> Option<String>) {
    let mut wrong = vec![];
    for line in table.lines().filter(|l| !l.trim().is_empty()) {
        let (code, forms) = line.trim().split_once(' ').unwrap_or((line, ""));
        for form in forms.split(',').map(str::trim) {
            let found = code_of(form);
            if found.as_deref().unwrap_or("-") != code {
                wrong.push(format!("{form}: {} instead of {code}", found.as_deref().unwrap_or("-")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn by_form(form: &str) -> Option<String> {
    registry().state_of_form(form).map(|s| s.code.clone())
}

fn on(date: &str) -> Option<PartialDate> {
    date.parse().ok()
}

#[test]
fn every_state_has_names_in_three_languages_and_an_adjective() {
    for s in registry().states() {
        let lists = [&s.ru, &s.ky, &s.en, &s.adjectives];
        assert!(lists.iter().all(|l| l.iter().any(|n| !n.is_empty())), "{}", s.code);
        assert!(s.code.len() == 3 && !s.formal.is_empty());
    }
    assert!(registry().states().len() >= 197);
}

#[test]
fn every_name_leads_to_its_state() {
    for s in registry().states() {
        for name in s.ru.iter().chain(&s.ky).chain(&s.en).chain(&s.abbreviations).chain([&s.formal]) {
            assert_eq!(registry().state_by_name(name).map(|x| &x.code), Some(&s.code), "{name}");
        }
        for adjective in &s.adjectives {
            assert_eq!(registry().state_by_adjective(adjective).map(|x| &x.code), Some(&s.code), "{adjective}");
        }
    }
}

#[test]
fn inflected_forms_lead_to_their_state() {
    check(
        "KGZ Кыргызстан, Кыргызстана, Кыргызстану, Кыргызстаном, Кыргызстане, КЫРГЫЗСТАНЕ, Киргизия, Киргизии, Киргизию, Киргизией
         KGZ киргизскую, кыргызской, кыргызских, Кыргызские, кыргызстанцы, кыргызстанцев, киргизстанцам, кыргызстанка, КР
         RUS России, Россию, Россией, РФ, российский, российского, Российской, россиян, россияне, россиянам, россиянин, россиянина
         KAZ Казахстана, Казахстаном, казахстанского, казахстанцы, казахов
         UZB Узбекистану, узбекской, узбеков, узбекистанцев
         TJK Таджикистане, таджикскими, таджиков, таджикистанцам
         TKM Туркменистана, Туркмении, туркменских, туркмен
         CHN Китая, Китаю, Китаем, Китае, китайских, китайцы, китайцев, КНР
         USA США, Америки, Америку, Штатов, Штатами, американских, американцам, американка
         BLR Беларуси, Беларусью, Белоруссии, Белоруссией, белорусских, белорусов
         UKR Украины, Украине, Украину, Украиной, украинские, украинцев
         TUR Турции, Турцию, Турцией, турецкого, турки, турок, туркам
         GEO Грузии, грузинской, грузин, грузинам
         ARM Армении, армяне, армян, армянам, армянскую
         AZE Азербайджаном, азербайджанцев, азербайджанского
         IRN Ирана, Ираном, иранских, иранцы
         IRQ Ирака, иракского
         IND Индии, Индию, индийской, индийцы, индийцев
         ISR Израиля, Израилем, израильтян, израильтяне, израильского
         EGY Египта, Египтом, Египте, египтяне, египтян
         DEU Германии, ФРГ, германского, немецкие, немцы, немцев
         FRA Франции, французского, французы, французов
         GBR Великобритании, Британией, британские, британцы, англичане, англичан
         NLD Нидерландов, Нидерландам, Нидерландах, Голландии, нидерландскому
         PHL Филиппин, Филиппинах, филиппинский, филиппинцев
         ARE ОАЭ, Эмиратов, Эмиратах
         JPN Японии, Японией, японцев, японская
         KOR корейских, Кореи, южнокорейской, корейцы, Корее
         PRK КНДР, северокорейского
         MLI Мали, малийский
         TCD Чада, Чадом
         TGO тоголезского
         MDA Молдовой, Молдавии, молдавских, молдаване
         POL Польши, Польшей, поляков, поляки, польскую
         GRC Греции, греки, греков
         SRB Сербией, сербов, сербского
         CUB Кубы, Кубой, кубинцев
         ESP Испании, испанцы
         FIN финны, финских, Финляндией
         DNK Дании, датчане, датчан, датских
         SAU саудовских
         PSE палестинцам, Палестины, палестинской
         AFG Афганистаном, афганцы, афганских
         PAK Пакистаном, пакистанского
         MNG Монголией, монгольский, монголов
         VNM Вьетнама, вьетнамских, вьетнамцы
         LKA шри-ланкийского
         XKX Косово, Косова, Косове",
        by_form,
    );
}

#[test]
fn ordinary_words_name_no_state() {
    check(
        "- русло, русла, русский, китайгородский, индеец, индейцы, индейка, малина, мала, чадо, чада, того, Того, тога, Посла
         - кубом, кубы, куба, оманом, панаму, канада, иран, кр, рф, Кре, Катаров, Китаев, Ливанов, малик, Маликом
         - грузом, грузить, Грузовик, перу, чили, ираке, марля, арабский, сирень, Самое, Поляков, финка, болгарка, испанка, чешка, корейка
         - РТ, РБ, РК, Конго, конголезский, Georgia, Jordan, рт, рот",
        by_form,
    );
}

#[test]
fn abbreviations_that_states_share_are_only_candidates() {
    let codes = |name| registry().candidates(name).iter().map(|s| s.code.as_str()).collect::<Vec<_>>();
    assert_eq!(codes("РТ"), ["TJK"]);
    assert_eq!(codes("РК"), ["KAZ", "KOR"]);
    assert_eq!(codes("Конго"), ["COG", "COD"]);
    assert_eq!(codes("Georgia"), ["GEO"]);
    assert!(codes("РФ").is_empty());
    assert!(registry().state_by_name("рт").is_none());
}

#[test]
fn long_names_are_found_in_any_case() {
    check(
        "KGZ Кыргызская Республика, киргизской республики, киргизский республика, Кыргызскую Республику, кыргызской республикой
         RUS Российской Федерации, российский федерация, Российской Федерацией
         CHN китайской народной республики, китайский народный республика
         USA соединенных штатов, Соединенными Штатами Америки, соединенный штат
         ARE объединенных арабских эмиратов, объединенный арабский эмират
         GBR Соединенного Королевства, соединенный королевство
         KOR Южной Кореей, республики корея
         SAU Саудовской Аравией
         CAF Центральноафриканской Республике
         COD демократической республики конго
         GIN Гвинея
         GNQ Экваториальной Гвинее
         PNG Папуа — Новая Гвинея, Папуа-Новой Гвинее
         ZAF Южно-Африканской Республики, ЮАР
         SSD Южного Судана
         BIH Боснии и Герцеговины",
        |name| registry().state_by_name(name).map(|s| s.code.clone()),
    );
}

#[test]
fn compound_adjectives_name_all_their_states() {
    let r = registry();
    let check = |lemma: &str, codes: &[&str]| {
        assert_eq!(r.states_by_compound(lemma).iter().map(|s| s.code.as_str()).collect::<Vec<_>>(), codes, "{lemma}");
    };
    check("российско-кыргызский", &["RUS", "KGZ"]);
    check("кыргызско-российского", &["KGZ", "RUS"]);
    check("киргизско-узбекской", &["KGZ", "UZB"]);
    check("американо-китайский", &["USA", "CHN"]);
    check("российско-китайско-индийский", &["RUS", "CHN", "IND"]);
    check("шри-ланкийский", &["LKA"]);
    check("индо-тихоокеанский", &[]);
    check("военно-морской", &[]);
    check("российско-", &[]);
    check("", &[]);
}

#[test]
fn capitals_and_places_betray_their_state() {
    let r = registry();
    for (name, code) in
        [("Москва", "RUS"), ("Кремль", "RUS"), ("Нур-Султан", "KAZ"), ("Вашингтон", "USA"), ("Бишкек", "KGZ")]
    {
        assert_eq!(r.state_by_capital(name).map(|s| s.code.as_str()), Some(code), "{name}");
    }
    for (name, code) in
        [("Ош", "KGZ"), ("Казань", "RUS"), ("Татарстан", "RUS"), ("ошская область", "KGZ"), ("Стамбул", "TUR")]
    {
        assert_eq!(r.state_of_place(name).map(|s| s.code.as_str()), Some(code), "{name}");
    }
    assert_eq!(r.state_by_place_adjective("казанский").map(|s| s.code.as_str()), Some("RUS"));
    let read = |form| r.read_form(form).map(|(s, how)| (s.code.as_str(), how));
    assert_eq!(read("Москвой"), Some(("RUS", Naming::Capital)));
    assert_eq!(read("Бишкеке"), Some(("KGZ", Naming::Capital)));
    assert_eq!(read("Казани"), Some(("RUS", Naming::Place)));
    assert_eq!(read("ошского"), Some(("KGZ", Naming::PlaceAdjective)));
    assert_eq!(read("бишкеке"), None);
    assert_eq!(r.body_by_metonym("Брюссель").map(|b| b.key.as_str()), Some("org.eu"));
}

#[test]
fn bodies_are_found_by_any_of_their_names() {
    check(
        "org.eaeu ЕАЭС, Евразийский экономический союз, евразийского экономического союза, ЕАЭБ
         org.un ООН, Организация Объединенных Наций, организации объединенных наций
         org.un.sc Совет Безопасности ООН, Совета Безопасности ООН, Совбез ООН
         org.eu Евросоюз, Евросоюзом, ЕС, Европейского союза
         rus.gazprom Газпром, «Газпром», Газпромом, ГАЗПРОМ
         rus.duma Госдума, Госдумы, Государственной Думы
         kgz.parliament Жогорку Кенеш, Жогорку Кеңеш, ЖК
         gen.mfa МИД, министерство иностранных дел
         rus.mfa МИД России, МИД РФ
         usa.pentagon Пентагона
         rus.rossotrudnichestvo Россотрудничества, Россотрудничеством
         media.24kg 24.kg
         media.tass ТАСС
         kgz.pikir Клуб региональных экспертов КР «Пикир»
         - газпромом, Организация, союз, ООНа",
        |name| registry().body(name).map(|b| b.key.clone()),
    );
    let r = registry();
    assert_eq!(r.body("МИД").and_then(|b| b.country.clone()), None);
    assert!(r.bodies().iter().filter(|b| b.kind == ActorKind::Intergovernmental).count() >= 60);
    assert_eq!(r.generic_body("посольством").map(|g| g.sector), Some(Sector::Gov));
    assert_eq!(r.generic_body("университет").map(|g| g.kind), Some(ActorKind::Education));
}

#[test]
fn titles_lead_to_offices() {
    check(
        "president президент, глава государства, экс-президент, Президентом, бывший президент
         prime-minister премьер-министр, председатель кабинета министров, председателя кабинета министров
         foreign-minister министр иностранных дел, глава МИД, министра иностранных дел, министр иностранных дел КР
         minister министр, министр рыбного хозяйства
         deputy-minister замминистра, заместитель министра обороны
         deputy заместитель
         secretary-general генсек
         ambassador посол, послом, послов, чрезвычайный и полномочный посол
         - стол, весна",
        |title| registry().office(title).map(|o| o.key.clone()),
    );
}

#[test]
fn office_and_date_tell_namesakes_apart() {
    let r = registry();
    let find = |given, surname, office, country, date| {
        r.person(given, surname, office, country, on(date)).map(|p| p.key.as_str())
    };
    let (sadyr, akylbek) = (Some("person.kgz.sadyr-japarov"), Some("person.kgz.akylbek-japarov"));
    assert_eq!(find(None, "Жапаров", Some("президент"), Some("KGZ"), "2023-05-10"), sadyr);
    assert_eq!(find(None, "Жапарова", Some("президент Кыргызстана"), None, "2021-06-01"), sadyr);
    assert_eq!(find(None, "Жапаров", Some("председатель кабинета министров"), Some("KGZ"), "2023-05-10"), akylbek);
    assert_eq!(find(None, "Жапаров", Some("премьер-министр"), Some("KGZ"), "2020-10-20"), sadyr);
    assert_eq!(find(Some("А."), "Жапаров", None, Some("KGZ"), "2023-05-10"), akylbek);
    assert_eq!(find(Some("Садыром"), "Жапаровым", None, Some("KGZ"), "2023-05-10"), sadyr);
    assert_eq!(find(None, "Жапаров", None, None, "2023-05-10"), None);
    assert_eq!(find(None, "Жапаров", None, None, "2021-03-01"), sadyr);
    assert_eq!(find(None, "Жапаров", Some("министр обороны"), Some("KGZ"), "2023-05-10"), None);
}

#[test]
fn people_are_found_by_what_reports_call_them() {
    let r = registry();
    let find = |given, surname, office, country, date: &str| {
        r.person(given, surname, office, country, on(date)).map(|p| p.key.as_str())
    };
    assert_eq!(find(None, "Путиным", None, None, "2021-06-01"), Some("person.rus.vladimir-putin"));
    assert_eq!(find(Some("Сергей"), "Лавров", None, None, "2021-06-01"), Some("person.rus.sergei-lavrov"));
    assert_eq!(
        find(Some("С."), "Лавров", Some("министр иностранных дел"), None, "2021"),
        Some("person.rus.sergei-lavrov")
    );
    assert_eq!(find(Some("Си"), "Цзиньпин", None, None, "2021"), Some("person.chn.xi-jinping"));
    assert_eq!(find(Some("Цзиньпин"), "Си", None, None, "2021"), Some("person.chn.xi-jinping"));
    assert_eq!(find(Some("Урсула"), "фон дер Ляйен", None, None, "2021"), Some("person.deu.ursula-von-der-leyen"));
    assert_eq!(find(None, "Атамбаев", Some("экс-президент"), None, "2021"), Some("person.kgz.almazbek-atambayev"));
    assert_eq!(
        find(Some("Мария"), "Захаровой", Some("официальный представитель МИД"), Some("RUS"), "2021"),
        Some("person.rus.maria-zakharova")
    );
    assert_eq!(find(Some("Мария"), "Захарова", None, None, "2021"), None, "a full name alone may be a namesake's");
    assert_eq!(find(Some("Олег"), "Лавров", None, None, "2021"), None);
    assert_eq!(find(None, "Волков", None, None, "2025"), None);
    assert_eq!(find(None, "", None, None, "2025"), None);
}

#[test]
fn every_person_is_found_by_full_name_and_state() {
    for p in registry().people() {
        let given = p.ru.split(' ').next().filter(|g| *g != p.surname());
        let found = registry().person(given, p.surname(), None, Some(&p.country), None);
        let namesake =
            registry().people().iter().any(|o| o.key != p.key && o.surname() == p.surname() && o.country == p.country);
        if given.is_some() && !namesake {
            assert_eq!(found.map(|f| &f.key), Some(&p.key));
        }
    }
}

#[test]
fn holders_change_with_the_day() {
    let r = registry();
    let holder = |country, office, date: &str| {
        on(date).and_then(|d| r.holder(country, office, d)).map_or("-", |p| p.key.rsplit('.').next().unwrap_or(""))
    };
    assert_eq!(holder("KGZ", "президент", "2020-09-01"), "sooronbai-jeenbekov");
    assert_eq!(holder("KGZ", "президент", "2021-06-01"), "sadyr-japarov");
    assert_eq!(holder("KGZ", "глава правительства", "2024-12-01"), "akylbek-japarov");
    assert_eq!(holder("KGZ", "председатель кабинета министров", "2025-02-01"), "adylbek-kasymaliev");
    assert_eq!(
        holder("KGZ", "министр иностранных дел", "2022-04-22"),
        "jeenbek-kulubaev",
        "the successor on the day of change"
    );
    assert_eq!(holder("KGZ", "министр иностранных дел", "2022"), "-", "two held it that year");
    assert_eq!(holder("RUS", "president", "2010-01-01"), "dmitry-medvedev");
    assert_eq!(holder("DEU", "глава правительства", "2020-01-01"), "angela-merkel");
    assert_eq!(holder("DEU", "канцлер", "2024-01"), "olaf-scholz");
    assert_eq!(holder("USA", "глава МИД", "2022-01-01"), "antony-blinken");
    assert_eq!(holder("org.un", "генеральный секретарь", "2018"), "antonio-guterres");
    assert_eq!(holder("org.eu", "глава Еврокомиссии", "2021"), "ursula-von-der-leyen");
    assert_eq!(holder("PRT", "генеральный секретарь", "2018"), "-");
    assert_eq!(holder("KGZ", "президент", "1950"), "-");
}

#[test]
fn nothing_is_wrong_with_our_own_rows() {
    let problems: Vec<String> = Registry::check(FILES).iter().map(RegistryError::to_string).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// A registry of one small file, for what is refused.
fn refused(file: &str, text: &str) -> String {
    let head = "source = \"s\"\nlicence = \"l\"\n";
    let text = if file.ends_with("toml") { format!("{head}{text}") } else { text.to_owned() };
    Registry::load(&[(file, &text)]).map_or_else(|e: RegistryError| e.to_string(), |_| "accepted".to_owned())
}

#[test]
fn refusals_name_file_and_line() {
    let state = |code: &str, name: &str| {
        format!(
            "[[state]]\ncode = \"{code}\"\nru = [\"{name}\"]\nky = []\nen = []\nformal = \"{code} formal\"\nadjectives = []\n"
        )
    };
    assert_eq!(refused("a.toml", &state("AAA", "Первая")), "accepted");
    let two = state("AAA", "Первая") + &state("BBB", "первая");
    assert!(refused("a.toml", &two).starts_with("a.toml:10: `первая` is AAA already"), "{}", refused("a.toml", &two));
    let unknown = state("AAA", "Первая") + "colour = \"red\"\n";
    assert!(
        refused("a.toml", &unknown).starts_with("a.toml:10: unknown field `colour`"),
        "{}",
        refused("a.toml", &unknown)
    );
    let body = "[[body]]\nkey = \"k\"\nru = [\"Б\"]\nkind = \"club\"\nsector = \"GOV\"\n";
    assert!(refused("b.toml", body).contains("no kind of actor `club`"));
    assert!(
        refused("b.toml", &body.replace("club", "group").replace("ru", "country = \"ZZZ\"\nru"))
            .contains("no state `ZZZ`")
    );
    assert_eq!(refused("p.tsv", "# head\nГород AAA\n"), "p.tsv:2: a line is a name, a tab and the code of a state");
    assert_eq!(refused("p.json", "{}"), "p.json: the registry reads .toml and .tsv files only");
}

/// What a check says of one small file beside offices of which a president is the only holder, a line a problem.
fn flaws(text: &str) -> String {
    let text = format!(
        r#"source = "s"
licence = "l"
[[state]]
code = "AAA"
ru = ["Первая"]
ky = ["Биринчи"]
en = ["First"]
formal = "Первая Республика"
adjectives = ["первый"]
[[office]]
key = "president"
ru = ["президент"]
ky = ["президенти"]
en = ["president"]
sector = "GOV"
sole = true
[[office]]
key = "deputy"
ru = ["заместитель"]
ky = ["орун басар"]
en = ["deputy"]
sector = "GOV"
{text}"#
    );
    let problems = Registry::check(&[("a.toml", &text)]);
    problems.iter().map(RegistryError::to_string).collect::<Vec<_>>().join("\n")
}

/// A person of the state `AAA` with these terms.
fn somebody(name: &str, terms: &str) -> String {
    format!(
        "[[person]]\nkey = \"person.aaa.{name}\"\nru = \"Иван Новый\"\nen = \"{name}\"\ncountry = \"AAA\"\nsource = \"s\"\nterms = [{terms}]\n"
    )
}

#[test]
fn a_check_names_all_that_loading_refuses() {
    let found = flaws(&(somebody("x", "").replace("AAA", "BBB") + &somebody("y", r#"{ office = "queen" }"#)));
    assert_eq!(found, "a.toml:23: no state `BBB` in the registry\na.toml:30: no office `queen` in the registry");
    let problems = Registry::check(&[("a.toml", "source = 1"), ("b.toml", "licence = 1")]);
    assert_eq!(problems.len(), 2, "{problems:?}");
}

#[test]
fn names_are_missed_in_each_language() {
    assert_eq!(flaws(""), "");
    let body =
        "[[body]]\nkey = \"org.x.y\"\nru = [\"Б\"]\nen = [\" \"]\nkind = \"intergovernmental\"\nsector = \"IGO\"\n";
    assert_eq!(
        flaws(body),
        "a.toml:23: `org.x.y` has no name in Kyrgyz
a.toml:23: `org.x.y` has no name in English
a.toml:23: `org.x.y` has a key that belongs to `org.x`, which is no body"
    );
    let medium = body.replace("intergovernmental", "media").replace("org.x.y", "org.x").replace("IGO", "MED");
    assert_eq!(flaws(&medium), "", "a medium has one name everywhere");
    let latin = somebody("x", "").replace("Иван Новый", "Ivan III").replace("source = \"s\"\n", "");
    assert_eq!(
        flaws(&latin),
        "a.toml:23: `person.aaa.x` has a name in Russian that is not written in its letters: `Ivan III`
a.toml:23: `person.aaa.x` does not say what its source is"
    );
}

#[test]
fn an_office_of_one_holder_has_no_two() {
    let terms = |first: &str, second: &str| {
        let second = somebody("y", &format!(r#"{{ office = "president", {second} }}"#)).replace("Новый", "Другой");
        flaws(&(somebody("x", &format!(r#"{{ office = "president", {first} }}"#)) + &second))
    };
    let long = terms(r#"from = "2001-05-01", to = "2009-05-01""#, r#"from = "2005""#);
    let told =
        "a.toml:30: `person.aaa.y` is `president` from 2005 while `person.aaa.x` is, from 2001-05-01 to 2009-05-01";
    assert_eq!(long, told);
    assert!(terms(r#"from = "2001""#, r#"from = "2005""#).contains("from 2001 to ?"), "an end that nobody gives");
    for follows in [r#"from = "2009-05-01""#, r#"from = "2009-04-20""#, r#"from = "2009""#] {
        assert_eq!(terms(r#"from = "2001-05-01", to = "2009-05-01""#, follows), "", "{follows}");
    }
    // Whoever held it for a few months in between hides nobody.
    let three =
        [("x", "Первый", "2001", "2009-05-01"), ("y", "Второй", "2005", "2005-03"), ("z", "Третий", "2008", "2012")];
    let three = three.map(|(key, name, from, to)| {
        somebody(key, &format!(r#"{{ office = "president", from = "{from}", to = "{to}" }}"#)).replace("Новый", name)
    });
    let told = flaws(&three.concat());
    assert_eq!(told.matches("while `person.aaa.x` is, from 2001 to 2009-05-01").count(), 2, "{told}");
    let deputies = somebody("x", r#"{ office = "deputy", from = "2001" }"#)
        + &somebody("y", r#"{ office = "deputy", from = "2002" }"#).replace("Новый", "Другой");
    assert_eq!(flaws(&deputies), "");
}

#[test]
fn a_name_in_office_at_one_time_is_one_row() {
    let two = |to: &str| {
        flaws(
            &(somebody("x", &format!(r#"{{ office = "deputy", from = "2001"{to} }}"#))
                + &somebody("y", r#"{ office = "deputy", from = "2005" }"#)),
        )
    };
    assert_eq!(two(""), "a.toml:30: `person.aaa.y` has the name, the state and the time of `person.aaa.x`");
    assert_eq!(two(r#", to = "2004""#), "");
}

#[test]
fn terms_keep_order_and_titles_their_office() {
    let late =
        somebody("x", r#"{ office = "deputy", from = "2005" }, { office = "deputy", from = "2001", to = "2002" }"#);
    assert_eq!(flaws(&late), "a.toml:23: `person.aaa.x` has a term from 2001 after a later one");
    let vice = somebody("x", r#"{ office = "president", title = "заместитель президента" }"#);
    let told = "is said to be `заместитель президента`, which is the title of `deputy`, not of `president`";
    assert!(flaws(&vice).contains(told), "{}", flaws(&vice));
}

#[test]
fn each_flaw_is_named() {
    let x = somebody("x", "");
    let office = |term: &str| somebody("x", &format!("{{ office = {term} }}"));
    let other = |term: &str| office(term).replace("person.aaa.x", "person.aaa.y");
    let body = |key: &str| {
        format!("[[body]]\nkey = \"{key}\"\nru = [\"Б\"]\nkind = \"media\"\nsector = \"MED\"\ncountry = \"AAA\"\n")
    };
    let president = r#""president", from = "2001", to = "2005""#;
    for (entry, told) in [
        (x.replace("Иван Новый", " "), "`person.aaa.x` has no name in Russian"),
        (x.replace("en = \"x\"", "en = \"икс\""), "has a name in English that is not written in its letters: `икс`"),
        (x.replace("source = \"s\"", "source = \"\""), "`person.aaa.x` does not say what its source is"),
        (body("bbb.x"), "`bbb.x` has a key that belongs to `bbb`, and the state `AAA`"),
        (body("aaa.x.y"), "`aaa.x.y` has a key that belongs to `aaa.x`, which is no body"),
        (
            office(r#""deputy", from = "2005" }, { office = "deputy", from = "2001", to = "2002""#),
            "`person.aaa.x` has a term from 2001 after a later one",
        ),
        (
            office(president) + &other(r#""president", from = "2002""#).replace("Новый", "Другой"),
            "`person.aaa.y` is `president` from 2002 while `person.aaa.x` is, from 2001 to 2005",
        ),
        (
            x.clone() + &x.replace("person.aaa.x", "person.aaa.y"),
            "`person.aaa.y` has the name, the state and the time of `person.aaa.x`",
        ),
        (
            office(r#""president", title = "заместитель""#),
            "`person.aaa.x` is said to be `заместитель`, which is the title of `deputy`, not of `president`",
        ),
        (
            office(r#""president", title = "царь""#),
            "`person.aaa.x` is said to be `царь`, which is the title of no office, not of `president`",
        ),
    ] {
        let found = flaws(&entry);
        assert!(found.ends_with(told) && found.lines().count() == 1, "{told}\nfound: {found}");
    }
}

#[test]
fn the_version_depends_on_every_byte() {
    let load = |text: &str| Registry::load(&[("p.tsv", text)]).map(|r| r.version().to_owned()).unwrap_or_default();
    assert_eq!(load("# a\n").len(), 12);
    assert_ne!(load("# a\n"), load("# b\n"));
    assert_eq!(load("# a\n"), load("# a\n"));
}

proptest::proptest! {
    /// No text makes a look-up fail.
    #[test]
    fn any_text_may_be_asked(text in "\\PC{0,40}") {
        let r = registry();
        let _ = (r.read_form(&text), r.state_by_name(&text), r.states_by_compound(&text), r.body(&text), r.office(&text));
        let _ = (r.person(Some(&text), &text, Some(&text), Some(&text), on("2021")), r.generic_body(&text), r.candidates(&text));
        let _ = on("2021").map(|d| r.holder(&text, &text, d));
    }
}
