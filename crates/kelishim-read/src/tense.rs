//! Tense of Russian finite verbs by their endings, where the network's answer cannot be: "передаст" is not past.

use std::sync::Arc;

/// The features with the tense that the form allows. `form` is as it stands in the text; features of other words and other
/// languages come back as they are.
///
/// In the indicative the third and second person end in -т and -шь, the past in -л, -ла, -ло, -ли; no form is both. The past
/// without -л ("нёс", "достиг") ends in neither and is left to the network.
pub(crate) fn with_sound_tense(form: &str, feats: Arc<str>) -> Arc<str> {
    let has = |f: &str| feats.split('|').any(|x| x == f);
    // Kyrgyz verbs have no aspect in the treebanks.
    let aspect = if has("Aspect=Perf") {
        "Perf"
    } else if has("Aspect=Imp") {
        "Imp"
    } else {
        return feats;
    };
    if !has("VerbForm=Fin") || !has("Mood=Ind") {
        return feats;
    }
    let low = form.to_lowercase();
    let stem = low.strip_suffix("ся").or_else(|| low.strip_suffix("сь")).unwrap_or(&low);
    let present = stem.ends_with('т') || stem.ends_with("шь");
    let past = ["л", "ла", "ло", "ли"].iter().any(|e| stem.ends_with(e));
    let tense = match (present, past, has("Tense=Past")) {
        (true, _, true) if aspect == "Perf" => "Tense=Fut",
        (true, _, true) => "Tense=Pres",
        (false, true, false) => "Tense=Past",
        _ if present && feats.contains("Gender=") => "",
        _ => return feats,
    };
    let other = if tense == "Tense=Past" { "Person=" } else { "Gender=" };
    let kept = feats.split('|').filter(|f| !f.starts_with(other)).map(|f| match tense {
        "" => f,
        tense if f.starts_with("Tense=") => tense,
        _ => f,
    });
    Arc::from(kept.collect::<Vec<_>>().join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(form: &str, feats: &str, wanted: &str) {
        assert_eq!(&*with_sound_tense(form, Arc::from(feats)), wanted, "{form}");
    }

    #[test]
    fn a_form_with_a_person_is_never_past() {
        let past = "Aspect=Perf|Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin|Voice=Act";
        check("передаст", past, &past.replace("Past", "Fut"));
        check("встретятся", &past.replace("Sing", "Plur"), &past.replace("Sing", "Plur").replace("Past", "Fut"));
        check("строит", &past.replace("Perf", "Imp"), &past.replace("Perf", "Imp").replace("Past", "Pres"));
        check(
            "выделит",
            "Aspect=Perf|Gender=Masc|Mood=Ind|Tense=Fut|VerbForm=Fin",
            "Aspect=Perf|Mood=Ind|Tense=Fut|VerbForm=Fin",
        );
    }

    #[test]
    fn a_form_in_l_is_past_and_the_rest_is_left_alone() {
        check(
            "обсудили",
            "Aspect=Perf|Mood=Ind|Number=Plur|Person=3|Tense=Fut|VerbForm=Fin",
            "Aspect=Perf|Mood=Ind|Number=Plur|Tense=Past|VerbForm=Fin",
        );
        for (form, feats) in [
            ("достиг", "Aspect=Perf|Mood=Ind|Tense=Past|VerbForm=Fin"),
            ("передал", "Aspect=Perf|Gender=Masc|Mood=Ind|Tense=Past|VerbForm=Fin"),
            ("келет", "Mood=Ind|Tense=Past|VerbForm=Fin"),
            ("пошли", "Aspect=Perf|Mood=Imp|VerbForm=Fin"),
        ] {
            check(form, feats, feats);
        }
    }
}
