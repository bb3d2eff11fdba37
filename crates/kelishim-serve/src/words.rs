//! Sentences of pages, from `locales/*.ftl`.

use crate::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::LazyLock;

static RUSSIAN: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle("ru", include_str!("../locales/ru.ftl")));
static KYRGYZ: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle("ky", include_str!("../locales/ky.ftl")));
static ENGLISH: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle("en", include_str!("../locales/en.ftl")));

fn bundle(code: &str, text: &str) -> FluentBundle<FluentResource> {
    let language: unic_langid::LanguageIdentifier = code.parse().expect("a language code of ours");
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Pages isolate texts of others by markup; marks between would be copied along.
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(text.to_owned()).expect("the files are checked by the tests");
    bundle.add_resource(resource).expect("no message stands twice");
    bundle
}

fn of(language: Language) -> &'static FluentBundle<FluentResource> {
    match language {
        Language::Russian => &RUSSIAN,
        Language::Kyrgyz => &KYRGYZ,
        Language::English => &ENGLISH,
    }
}

/// The sentence `key` in `language`; the key itself where there is none, which a test forbids for keys that templates use.
pub fn say(language: Language, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
    let bundle = of(language);
    let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else { return key.to_owned() };
    let mut args = FluentArgs::new();
    for (name, value) in values {
        args.set(*name, value.clone());
    }
    bundle.format_pattern(pattern, Some(&args), &mut vec![]).into_owned()
}

/// Whether there is a sentence `key`.
#[cfg(test)]
pub fn has(language: Language, key: &str) -> bool {
    of(language).has_message(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(text: &str) -> BTreeSet<&str> {
        text.lines()
            .filter(|l| l.starts_with(|c: char| c.is_ascii_alphabetic()))
            .filter_map(|l| Some(l.split_once('=')?.0.trim()))
            .collect()
    }

    #[test]
    fn every_language_has_every_sentence() {
        let files =
            [include_str!("../locales/ru.ftl"), include_str!("../locales/ky.ftl"), include_str!("../locales/en.ftl")];
        let [ru, ky, en] = files.map(keys);
        assert_eq!(ru.symmetric_difference(&en).collect::<Vec<_>>(), Vec::<&&str>::new());
        assert_eq!(ky.symmetric_difference(&en).collect::<Vec<_>>(), Vec::<&&str>::new());
        for language in Language::ALL {
            assert!(en.iter().all(|k| has(language, k)), "{language:?}: a file that Fluent reads in part");
        }
    }

    #[test]
    fn templates_ask_for_sentences_that_are_there() {
        let known = keys(include_str!("../locales/en.ftl"));
        let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/templates"))];
        folders.push(concat!(env!("CARGO_MANIFEST_DIR"), "/src").into());
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                for call in [".t(\"", ".n(\"", ".say(\""] {
                    for rest in text.split(call).skip(1) {
                        let key = rest.split('"').next().unwrap();
                        assert!(known.contains(key) || key.ends_with('-'), "{}: `{key}`", path.display());
                    }
                }
            }
        }
    }
}
