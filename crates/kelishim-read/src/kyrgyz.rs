//! Kyrgyz case endings: agglutinated, so that the nominative is what stands before them.

/// Endings by case. Behind a possessive the accusative is -н, and other cases put an н between.
const ENDINGS: &[(&str, &[&str])] = &[
    (
        "Gen",
        &[
            "нын", "нин", "нун", "нүн", "дын", "дин", "дун", "дүн", "тын", "тин", "тун", "түн", "ның", "нің", "дың",
            "дің", "тың", "тің",
        ],
    ),
    ("Acc", &["ны", "ни", "ну", "нү", "ды", "ди", "ду", "дү", "ты", "ти", "ту", "тү", "ні", "ді", "ті", "н"]),
    ("Dat", &["га", "ге", "го", "гө", "ка", "ке", "ко", "кө", "ға", "қа", "на", "не", "но", "нө"]),
    ("Loc", &["нда", "нде", "ндо", "ндө", "да", "де", "до", "дө", "та", "те", "то", "тө"]),
    ("Abl", &["нан", "нен", "нон", "нөн", "дан", "ден", "дон", "дөн", "тан", "тен", "тон", "төн"]),
];

/// The word without the ending of its case (a name of Universal Dependencies); as it is when it bears none.
///
/// What remains has at least three letters. Possessive endings stay: "министрлигинин" gives "министрлиги".
pub(crate) fn without_case(form: &str, case: Option<&str>) -> String {
    let low = form.to_lowercase();
    let endings = ENDINGS.iter().find(|(c, _)| Some(*c) == case).map_or(&[][..], |(_, e)| e);
    let fits = |e: &&&str| {
        low.strip_suffix(**e).is_some_and(|rest| {
            let possessive = rest.ends_with(['ы', 'и', 'у', 'ү', 'і']);
            let after_possessive = e.starts_with('н') && (**e == "н" || matches!(case, Some("Dat" | "Loc" | "Abl")));
            rest.chars().count() >= 3 && (!after_possessive || possessive)
        })
    };
    let Some(ending) = endings.iter().filter(fits).max_by_key(|e| e.len()) else { return form.to_string() };
    let keep = low.chars().count() - ending.chars().count();
    form.chars().take(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_of_cases_come_off() {
        for (form, case, wanted) in [
            ("Россиянын", "Gen", "Россия"),
            ("Кыргызстанга", "Dat", "Кыргызстан"),
            ("министрлигинин", "Gen", "министрлиги"),
            ("министрлигине", "Dat", "министрлиги"),
            ("шаарында", "Loc", "шаары"),
            ("Бишкекте", "Loc", "Бишкек"),
            ("Москвадан", "Abl", "Москва"),
            ("министрин", "Acc", "министри"),
            ("Ошто", "Loc", "Ошто"),
            ("Жапаров", "Nom", "Жапаров"),
        ] {
            assert_eq!(without_case(form, Some(case)), wanted);
        }
        assert_eq!(without_case("Бишкекте", None), "Бишкекте");
    }
}
