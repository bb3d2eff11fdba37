//! Which language a text is in, of those that reports about our states are written in.
//!
//! Identifiers made for hundreds of languages take Kyrgyz for Kazakh or Russian. Here each word votes: for the languages
//! whose small words, endings and letter pairs it has, and against those whose alphabet lacks one of its letters.

use crate::token::{is_space, is_word_char};

/// Words that vote; the rest of a long text says no more.
const MOST_WORDS: usize = 2000;

/// Mean vote below which a Latin text is in no language we know.
const LEAST: f32 = 0.08;

struct Profile {
    tag: &'static str,
    /// Letters beside those that the script's languages share.
    own: &'static str,
    /// Shared letters that it does without.
    lacks: &'static str,
    /// Frequent small words, divided by spaces.
    words: &'static str,
    /// Frequent endings.
    endings: &'static str,
    /// Letters inside words that are frequent in it and rare in its neighbours.
    inside: &'static str,
}

/// Letters that all Cyrillic profiles have unless they lack them: the Russian ones.
const CYRILLIC: &str = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
/// Letters that all Latin profiles have.
const LATIN: &str = "abcdefghijklmnopqrstuvwxyz";

const CYRILLIC_PROFILES: &[Profile] = &[
    Profile {
        tag: "ru",
        own: "",
        lacks: "",
        words: "и в не на что с по он как это из у к за от о его для до их но был была были было она они или также при \
                после году года который которая которые все если уже только со во об этом того будет может между том \
                еще ещё чтобы где же бы под над без через который своей так нет есть мы вы я ее её сообщил сообщает заявил",
        endings: "ого его ому ему ами ями ться тся ость ости ний ния нию ний ией ции ция цию ых ый ий ая ое ые ой ую юю \
                  ть ет ют ит ал ил ла ло ли ов ев ах ях ым им ского ской ский ских",
        inside: "щ вс пр ств",
    },
    Profile {
        tag: "ky",
        own: "ңөү",
        lacks: "",
        words: "жана бул менен деп үчүн болгон болуп бир ал боюнча да де дагы тууралуу эле эки эмес ошол ошондой кийин \
                анын алар ар жылы жылдын жыл бирок үч айтты билдирди билдирген деген кылып керек бар жок эч өз мурда \
                тарабынан катары азыр учурда мамлекеттик жөнүндө чейин башка көп мен сен биз аны ага эмне кандай",
        endings: "нын нин дын дин тын тин нун дун тун лар лер дар дер тар тер лор дор тор дан ден тан ден нан нен га ге ка \
                  ке да де ган ген кан кен гон ып ип уп үп со сы си уу үү оо лык лик луу дуу дык ды ди ды ту",
        inside: "уу оо аа ээ үү өө ый ьй жо ээ дө кө ңү",
    },
    Profile {
        tag: "kk",
        own: "әғқңөұүһі",
        lacks: "",
        words: "және мен бұл үшін деп бір болып туралы бойынша жылы ол да де та те емес осы сол өз көп болған қазақстан \
                дейін кейін екен еді бар жоқ мемлекеттік облысы тиіс арасында оның олар біз қазір туралы",
        endings: "ның нің дың дің тың тің лар лер дар дер тар тер дан ден тан тен нан нен ға ге қа ке да де ған ген қан кен \
                  ып іп ды ді ты ті сы сі лық лік ылы іледі ады йды лады леді",
        inside: "ұ ғ қ і ә",
    },
    Profile {
        tag: "uk",
        own: "іїєґ",
        lacks: "ыэъё",
        words: "і та в у на що з до не про за від як це для його він вона вони або також після року роки який яка які але \
                був була були буде під між щоб через при має із їх її та й ще вже",
        endings: "ння ого ому ими ами ться ість ості ції ція ій ів ої ає ує ити ати ала ли ським ський ської",
        inside: "ії ьк",
    },
    Profile {
        tag: "uz",
        own: "ўқғҳ",
        lacks: "ыщ",
        words: "ва билан учун бу ҳам деб бир эди бўлган бўлиб бўйича йил йилда эса учун каби унинг улар шу ўз қилди қилиш \
                ҳақида давлат кейин ўртасида бўлди мумкин керак томонидан орқали",
        endings: "нинг ни га да дан лар лари ган ди ида ига лик ини моқда иш",
        inside: "ў ҳ қ ғ",
    },
    Profile {
        tag: "tg",
        own: "ғӣқӯҳҷ",
        lacks: "ыщць",
        words: "ва дар ба аз ки бо ин барои то он шуд аст буд ҳам мешавад шудааст соли бояд як низ байни ҷумҳурии дигар \
                кард карданд гуфт худ барои миёни",
        endings: "ҳои ҳо аи ои ии анд вӣ ӣ ро ати они ори",
        inside: "ӣ ҷ ӯ ҳ",
    },
    Profile {
        tag: "be",
        own: "іў",
        lacks: "ищъ",
        words: "і ў не на з у што да па як гэта за ад для яго але пра таксама пасля быў была былі якія года",
        endings: "ага аму ага ацца ння асць ыі аў ых ай ць",
        inside: "ў ц дз",
    },
    Profile {
        tag: "bg",
        own: "",
        lacks: "ыэё",
        words: "на да се за от са е с като ще че по не след при до или това които която който със беше има към във",
        endings: "ът ята ите ата ото та то",
        inside: "ъ",
    },
    Profile {
        tag: "mn",
        own: "өү",
        lacks: "щ",
        words: "байна нь энэ гэж болон юм байгаа улсын монгол оны онд гэсэн тухай дээр хийж тэр нэг мөн ба",
        endings: "ийн ын ийг ыг аас ээс оос аар ээр сан сэн сон дээ жээ даг дэг",
        inside: "аа ээ ий өө хө",
    },
    Profile {
        tag: "tt",
        own: "әөүңҗһ",
        lacks: "",
        words: "һәм бу белән өчен дип бер булган буенча да дә та тә ул аның өч шул турында соң кебек татарстан",
        endings: "ның нең лар ләр дан дән га гә ган гән ны не лык лек",
        inside: "ә җ һ",
    },
];

const LATIN_PROFILES: &[Profile] = &[
    Profile {
        tag: "en",
        own: "",
        lacks: "",
        words: "the of and to in a is was for on that with as by at from it he his are were be has have had an this which \
                not but or they their its will said would been who after more also than into she her we you i can about \
                there if what when all so no do did him up out my your one two new first over between under",
        endings: "ing ed tion tions ly ment ness ity ies ers ous al ght",
        inside: "th wh ck",
    },
    Profile {
        tag: "uz",
        own: "ʻʼ’‘",
        lacks: "w",
        words: "va bilan uchun bu ham deb bir edi bo'lgan bo'lib bo'yicha yil yilda esa kabi uning ular shu o'z qildi \
                haqida davlat keyin o'rtasida bo'ldi mumkin kerak tomonidan orqali o'zbekiston",
        endings: "ning ni ga da dan lar lari gan di ida iga lik ini moqda ish",
        inside: "o' g' q ts'",
    },
];

/// BCP 47 tag of the language that most of `text` is in, `und` when none is recognised. Linear in the first words.
///
/// Knows Russian, Kyrgyz, Kazakh, Ukrainian, Uzbek (both scripts), Tajik and English well enough for single sentences, and
/// Belarusian, Bulgarian, Mongolian and Tatar well enough not to take them for one of those.
pub fn identify_language(text: &str) -> &'static str {
    let (mut cyrillic, mut latin, mut other) = (Vec::new(), Vec::new(), 0);
    let apostrophe = |c: char| matches!(c, '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`');
    let words = text.split(|c: char| is_space(c) || !(is_word_char(c) || apostrophe(c)));
    for word in words.filter(|w| w.chars().any(char::is_alphabetic)).take(MOST_WORDS) {
        let word: String = word.to_lowercase().chars().map(|c| if apostrophe(c) { '\'' } else { c }).collect();
        let word = word.trim_matches('\'').to_string();
        match word.chars().find(|c| c.is_alphabetic()) {
            Some('\u{400}'..='\u{52f}') => cyrillic.push(word),
            Some(c) if (c as u32) < 0x250 => latin.push(word),
            Some(_) => other += 1,
            None => {}
        }
    }
    if cyrillic.is_empty() && latin.is_empty() || other > cyrillic.len() + latin.len() {
        return "und";
    }
    if cyrillic.is_empty() && latin.is_empty() {
        "und"
    } else if cyrillic.len() >= latin.len() {
        // Words without marks of any language are Russian more often than not; Latin ones are of no language we know.
        best(&cyrillic, CYRILLIC_PROFILES, CYRILLIC, ("ru", 0.2, 0.0))
    } else {
        best(&latin, LATIN_PROFILES, LATIN, ("en", 0.0, LEAST * latin.len() as f32))
    }
}

/// The profile with the most votes above `least`; the `usual` one begins with a few.
fn best(words: &[String], profiles: &'static [Profile], shared: &str, from: (&str, f32, f32)) -> &'static str {
    let (usual, ahead, least) = from;
    let prepared: Vec<Votes> = profiles.iter().map(|p| Votes::new(p, shared)).collect();
    let mut top = (least, "und");
    for (profile, votes) in profiles.iter().zip(&prepared) {
        let prior = if profile.tag == usual { ahead } else { 0.0 };
        let score = prior + words.iter().map(|w| votes.of(w)).sum::<f32>();
        if score > top.0 {
            top = (score, profile.tag);
        }
    }
    top.1
}

/// A profile, its lists cut up.
struct Votes {
    alphabet: Vec<char>,
    own: Vec<char>,
    words: Vec<&'static str>,
    endings: Vec<&'static str>,
    inside: Vec<&'static str>,
    /// Vote of a word without own letters: a sentence without any is seldom Kazakh.
    without_own: f32,
}

impl Votes {
    fn new(profile: &'static Profile, shared: &str) -> Votes {
        let alphabet = shared.chars().filter(|c| !profile.lacks.contains(*c)).chain(profile.own.chars()).chain(['\'']);
        let cut = |list: &'static str| list.split_whitespace().collect::<Vec<_>>();
        Votes {
            alphabet: alphabet.collect(),
            own: profile.own.chars().collect(),
            words: cut(profile.words),
            endings: cut(profile.endings),
            inside: cut(profile.inside),
            without_own: if profile.own.is_empty() || profile.tag == "ky" { 0.0 } else { -0.1 },
        }
    }

    fn of(&self, word: &str) -> f32 {
        let foreign = word.chars().filter(|c| c.is_alphabetic() && !self.alphabet.contains(c)).count();
        if foreign > 0 {
            return -1.5;
        }
        let listed = if self.words.contains(&word) { 1.5 } else { 0.0 };
        let stem = |e: &&&str| word.len() > e.len() + 2 && word.ends_with(**e);
        // A longer ending is surer than a shorter one that it contains.
        let longest = self.endings.iter().filter(|e| stem(e)).map(|e| e.chars().count()).max();
        let ending = longest.map_or(0.0, |n| 0.4 + 0.05 * n as f32);
        let inside = if self.inside.iter().any(|i| word.contains(*i)) { 0.4 } else { 0.0 };
        let own = if word.chars().any(|c| self.own.contains(&c)) { 0.5 } else { self.without_own };
        listed + ending + inside + own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, wanted: &str) {
        assert_eq!(identify_language(text), wanted, "{text}");
    }

    #[test]
    fn single_sentences_are_enough() {
        check("Министр сообщил, что завод откроют в мае.", "ru");
        check("Послы двух стран обсудили поставки зерна.", "ru");
        check("Министр завод майда ачыларын билдирди.", "ky");
        check("Эки өлкөнүн элчилери дан жеткирүүнү талкуулашты.", "ky");
        check("Бул тууралуу кечээ кабарланды.", "ky");
        check("Министр зауыт мамырда ашылады деп мәлімдеді.", "kk");
        check("Екі елдің елшілері астық жеткізуді талқылады.", "kk");
        check("Міністр повідомив, що завод відкриють у травні.", "uk");
        check("Вазир завод майда очилишини маълум қилди.", "uz");
        check("Vazir zavod mayda ochilishini ma'lum qildi.", "uz");
        check("Икки давлат элчилари ғалла етказиб бериш масаласини кўриб чиқди.", "uz");
        check("Вазир гуфт, ки корхона дар моҳи май кушода мешавад.", "tg");
        check("The minister said the plant will open in May.", "en");
        check("Kyrgyz officials discussed shipments of grain.", "en");
    }

    #[test]
    fn neighbours_are_not_taken_for_ours() {
        check("Міністр паведаміў, што завод адкрыюць у маі.", "be");
        check("Сайд үйлдвэр тавдугаар сард нээгдэнэ гэж мэдэгдсэн байна.", "mn");
        check("Министр завод май аенда ачыла дип белдергән һәм бу турында әйткән.", "tt");
        check("Министърът съобщи, че заводът ще бъде открит през май.", "bg");
        check("Der Minister erklärte, das Werk werde im Mai eröffnet.", "und");
        check("部长说工厂将于五月开业", "und");
        check("", "und");
        check("12.05.2021 — 15:00", "und");
    }

    #[test]
    fn names_and_quotations_of_others_do_not_count_for_more_than_the_text() {
        check("Депутат Өмүрбек Бакиров на заседании Жогорку Кеңеша заявил, что закон примут осенью.", "ru");
        check("The company Газпром and the ministry signed the contract in Ош on Monday.", "en");
    }
}
