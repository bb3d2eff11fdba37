//! Someone reads a report.

use super::{file, kelishim, stdout};
use serde_json::Value;

const REPORT: &str = "ДУШАНБЕ, 5 мая — Үлгү. Казахстан и Таджикистан в понедельник подписали в Ташкенте соглашение о поставках зерна. \
    Министр сельского хозяйства Казахстана заявил, что первая партия зерна прибудет в Душанбе в июне.\n";

fn record(arguments: &[&str]) -> Value {
    let output = kelishim(arguments, REPORT);
    assert_eq!(output.status.code(), Some(0), "{}", super::stderr(&output));
    serde_json::from_str(&stdout(&output)).expect("one JSON object")
}

#[test]
fn a_report_becomes_its_record() {
    let record = record(&["read", "--json", "--published", "2025-05-05", "-"]);
    let text: Vec<char> = record["article"]["text"].as_str().unwrap_or_default().chars().collect();
    let signed =
        record["events"].as_array().into_iter().flatten().find(|e| e["type"] == "SUPPORT").expect("the signing");
    let (start, end) =
        (signed["trigger"]["start"].as_u64().unwrap_or(0), signed["trigger"]["end"].as_u64().unwrap_or(0));
    let slice: String = text[start as usize..end as usize].iter().collect();
    assert_eq!(slice, signed["trigger"]["text"].as_str().unwrap_or_default());
    assert!(record["commitments"].as_array().into_iter().flatten().any(|c| c["stage"] == "signed"));
    assert_eq!(record["statements"][0]["kind"], "indirect");
    assert_eq!(signed["place"]["text"], "Ташкенте");
    assert_eq!(record["article"]["dateline"]["country"], "TJK");
}

#[test]
fn an_english_report_becomes_its_record_too() {
    let text = "DUSHANBE, May 5 (Sample) - Kazakhstan and Tajikistan signed an agreement on grain supplies on Monday.\n\n\
        \"The first batch will arrive in June,\" Kazakh Agriculture Minister Asan Usenov told reporters. Kazakhstan will send \
        Tajikistan 2,000 tonnes of flour by the end of the year.\n";
    let output = kelishim(&["read", "--json", "--published", "2025-05-05", "-"], text);
    let record: Value = serde_json::from_str(&stdout(&output)).expect("one JSON object");
    let rows = |kind: &str| record[kind].as_array().cloned().unwrap_or_default();
    let signed = rows("events").into_iter().find(|e| e["type"] == "SUPPORT").expect("the signing");
    assert_eq!((signed["time"]["from"].as_str(), signed["frame"].as_str()), (Some("2025-05-05"), Some("support.sign")));
    assert!(rows("commitments").iter().any(|c| c["action"]["text"] == "grain supplies" && c["stage"] == "signed"));
    assert!(rows("commitments").iter().any(|c| c["quantity"][0]["value"] == 2000.0 && c["due"]["to"] == "2025"));
    let said = rows("statements").into_iter().find(|s| s["kind"] == "direct").expect("the quotation");
    let speaker = rows("actors").into_iter().find(|a| a["id"] == said["speaker"]).expect("its speaker");
    assert_eq!((speaker["name"].as_str(), speaker["country"].as_str()), (Some("Asan Usenov"), Some("KAZ")));
}

#[test]
fn threads_do_not_change_a_byte() {
    let one = kelishim(&["read", "--json", "--threads", "1", "-"], REPORT);
    let two = kelishim(&["read", "--json", "--threads", "2", "-"], REPORT);
    assert_eq!(one.stdout, two.stdout);
}

#[test]
fn the_view_for_people_marks_the_words() {
    let output = kelishim(&["read", "--explain", "--published", "2025-05-05", "-"], REPORT);
    let shown = stdout(&output);
    assert!(shown.contains("подписали]"), "{shown}");
    assert!(shown.contains("support.sign"), "{shown}");
    assert!(!shown.contains('\u{1b}'), "no colour when the output is no terminal");
}

#[test]
fn a_joint_act_of_more_sides_than_are_weighed_keeps_them() {
    let report = file(
        "nine.txt",
        "Россия, Казахстан, Кыргызстан, Таджикистан, Узбекистан, Армения, Белоруссия, Азербайджан и Туркмения подписали в пятницу в \
         Бишкеке соглашение о поставках зерна."
            .as_bytes(),
    );
    let record = record(&["read", "--json", &report]);
    let signed = record["events"].as_array().into_iter().flatten().find(|e| e["type"] == "SUPPORT").expect("a signing");
    assert_eq!(signed["actors"].as_array().map(Vec::len), Some(9), "{signed}");
}

#[test]
fn a_meeting_that_is_planned_has_not_been_held() {
    let text = "Президент Перу прибыл в Чили в среду. У главы перуанского государства запланирована встреча с президентом Чили.";
    let record = record(&["read", "--json", &file("planned.txt", text.as_bytes())]);
    let meeting = record["events"].as_array().into_iter().flatten().find(|e| e["trigger"]["text"] == "встреча");
    assert_eq!(meeting.expect("the meeting")["modality"], "planned");
}

#[test]
fn a_plan_may_stand_at_the_act_itself() {
    let of = |language: &str, text: &str| {
        let record = record(&["read", "--json", "--language", language, &file("plan.txt", text.as_bytes())]);
        let visit = record["events"].as_array().into_iter().flatten().find(|e| e["mode"] == "visit");
        visit.expect("the visit")["modality"].as_str().unwrap_or_default().to_owned()
    };
    let report = "визит президента Узбекистана в Таджикистан обсудили в Душанбе.";
    assert_eq!(of("ru", &format!("Предстоящий {report}")), "planned");
    assert_eq!(of("ru", &format!("Намеченный на март {report}")), "planned");
    assert_eq!(of("ru", &format!("Трёхдневный {report}")), "actual");
}

#[test]
fn what_the_headline_undertakes_and_the_report_again_is_one_commitment() {
    let actions = |text: &str| -> Vec<String> {
        let record = record(&["read", "--json", "--published", "2021-06-15", &file("headline.txt", text.as_bytes())]);
        let all = record["commitments"].as_array().into_iter().flatten();
        all.map(|c| c["action"]["text"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let report = "Турция предложила Ирану построить 30 заводов.";
    assert_eq!(actions(&format!("Турция предложила Ирану построить 30 заводов\n\n{report}")).len(), 1);
    let other = actions("Турция предложила Ирану построить 20 заводов\n\nТурция пообещала поставить Ирану зерно.");
    assert_eq!(other.len(), 2, "another thing is another undertaking: {other:?}");
}

#[test]
fn a_kyrgyz_signing_of_two_words_is_one_event() {
    let text = "Казакстан менен Кыргызстандын ортосунда чектөөнү алып салуу тууралуу протоколго кол коюлду.";
    let record = record(&["read", "--json", &file("signed.txt", text.as_bytes())]);
    let events = record["events"].as_array().expect("events");
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0]["trigger"]["text"], "кол коюлду");
}

#[test]
fn what_stands_before_a_thing_undertaken_belongs_to_it() {
    let text = "В Киргизию из России прибыли 4500 тонн муки и 380 тонн масла.";
    let record = record(&["read", "--json", &file("flour.txt", text.as_bytes())]);
    let flour = &record["commitments"][0];
    assert_eq!(flour["frame"], "learned.undertaking", "{flour}");
    assert_eq!(flour["action"]["text"], "4500 тонн муки", "{flour}");
    assert_eq!(flour["quantity"][0]["value"], 4500, "{flour}");
}

#[test]
fn what_the_headline_says_and_the_report_again_is_one_statement() {
    let said = |report: &str| -> Vec<String> {
        let text = format!(
            "Министр энергетики Казахстана Усенов: Астана поставит Перу уголь в июне\n\nКазахстан и Перу подписали в понедельник соглашение о \
             поставках угля. {report}"
        );
        let record = record(&["read", "--json", "--published", "2021-06-15", &file("said.txt", text.as_bytes())]);
        let all = record["statements"].as_array().into_iter().flatten();
        all.map(|s| s["frame"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let minister = "Министр энергетики Казахстана Асан Усенов заявил, что";
    assert_eq!(said(&format!("{minister} Астана поставит Перу уголь в июне.")), ["speech.say.that"]);
    let other = said("Посол Перу Луис Кампос сообщил, что Лима построит порт.");
    assert_eq!(other, ["speech.quote.headline", "speech.say.that"], "other words are another statement");
    let alone = said("Министры пожали друг другу руки.");
    assert_eq!(alone, ["speech.quote.headline"], "nothing below says it again");
}

#[test]
fn a_speaker_is_led_to_his_name_and_state() {
    let speakers = |text: &str| -> Vec<String> {
        let record = record(&["read", "--json", "--source", "РИА Новости", &file("speakers.txt", text.as_bytes())]);
        let rows = |list: &str| record[list].as_array().cloned().unwrap_or_default();
        let actors = rows("actors");
        let actor = |id: &Value| actors.iter().find(|a| a["id"] == *id).cloned().unwrap_or_default();
        let speaker = |s: &Value| {
            let who = actor(&s["speaker"]);
            format!("{} {}", who["name"].as_str().unwrap_or("-"), who["country"].as_str().unwrap_or("-"))
        };
        rows("statements").iter().map(speaker).collect()
    };
    let two_titles = "Грузия и Италия договорились о поставках зерна, заявил РИА Новости заместитель министра культуры Италии, известный \
        арт-критик Марио Бьянки. \"Италия купит зерно у Грузии\", - подчеркнул собеседник агентства.";
    assert_eq!(speakers(two_titles), ["Марио Бьянки ITA"; 2]);
    let press = "Премьер Хорватии прибыл в Киев, сообщила пресс-служба кабмина. Хорватия передаст Украине вертолеты.";
    assert_eq!(speakers(press), ["пресс-служба кабмина HRV"]);
    let paper = "Россия и Австрия продлили договор о поставках газа, пишет австрийская газета Wiener Wirtschaftsbote.";
    assert_eq!(speakers(paper), ["Wiener Wirtschaftsbote AUT"]);
    let again = "Россия и Япония договорились о поставках газа, пишет газета Tokyo Morning. \"Россия поставит Японии больше газа\", - \
        отмечает газета. По мнению авторов, Япония заплатит России меньше.";
    assert_eq!(speakers(again), ["Tokyo Morning JPN"; 3]);
    let abroad = "Пакистан закрыл границу с Афганистаном. Власти Пакистана ввели визы. Министр внутренних дел заявил, что Афганистан не \
        принял граждан.";
    assert_eq!(speakers(abroad), ["Министр внутренних дел PAK"]);
    // Learned: the rules take the radio and nobody.
    let radio = "Литовский депутат Арунас Вайткус, который наблюдал за выборами от ОБСЕ, сказал радио \"Азаттык\": \"Литва поможет Киргизии \
        построить школы, и Грузия поможет тоже\".";
    assert!(speakers(radio).iter().all(|s| s.starts_with("Арунас Вайткус")), "{:?}", speakers(radio));
    let governor = "Узбекистан построит мост в Туркмению, заявил хоким области Жамшид Рахматов. Хоким также отметил, что Узбекистан и Туркмения \
        обсудили график работы постов.";
    assert!(speakers(governor).iter().all(|s| s.starts_with("Жамшид Рахматов")), "{:?}", speakers(governor));
}

#[test]
fn a_promise_given_already_then_is_not_due_then() {
    let text = "Россия обещала ещё в марте построить в Бишкеке девять школ.";
    let record = record(&["read", "--json", "--published", "2021-06-15", &file("already.txt", text.as_bytes())]);
    let promise = &record["commitments"][0];
    assert_eq!((&promise["made"]["from"], &promise["due"]), (&Value::from("2021-03"), &Value::Null), "{promise}");
}

#[test]
fn the_analysis_is_conllu_brat_or_json() {
    let path = file("report.txt", REPORT.as_bytes());
    let conllu = stdout(&kelishim(&["analyse", &path], ""));
    assert!(conllu.lines().any(|l| l.split('\t').count() == 10));
    let brat = stdout(&kelishim(&["analyse", "--format", "brat", &path], ""));
    assert!(brat.lines().any(|l| l.starts_with("T1\t") && l.contains("Казахстан")), "{brat}");
    let json: Value =
        serde_json::from_str(&stdout(&kelishim(&["analyse", "--format", "json", &path], ""))).expect("JSON");
    let sentences = json["sentences"].as_array().map_or(0, Vec::len);
    assert_eq!(sentences, 2, "{json}");
    assert_eq!(json["sentences"][0]["tokens"][0]["form"], "Казахстан");
}

#[test]
fn the_demo_counts_its_commitments() {
    let output = kelishim(&["demo", "--print"], "");
    let shown = stdout(&output);
    assert_eq!(output.status.code(), Some(0));
    assert!(shown.lines().last().is_some_and(|l| l.contains("commitments")), "{shown}");
}
