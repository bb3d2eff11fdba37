//! Prints the statements of text files: `cargo run -p kelishim-extract --example statements -- [--gold] MODEL DATA FILE...`
//!
//! MODEL is a model file, DATA the folder with `actors` and `lang`. With `--gold` each FILE.txt has a FILE.json beside it
//! whose `statements` are compared by content (half of their union shared): `=` found, `-` missed, `+` found besides.

use kelishim_extract::actors::Actors;
use kelishim_extract::statements::{SpeechLexicon, attribute_statements};
use kelishim_infer::Model;
use kelishim_model::{Speaker, Statement};
use kelishim_read::{Reading, Source, analyse, read_article};
use kelishim_registry::Registry;
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, mut arguments): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|a| a.starts_with("--"));
    if arguments.len() < 3 {
        return Err("usage: statements [--gold] MODEL DATA FILE...".into());
    }
    let files = arguments.split_off(2);
    let data = Path::new(&arguments[1]);
    let model = Model::load(&std::fs::read(&arguments[0])?)?;
    let registry = load_registry(&data.join("actors"))?;
    let lexicon = data.join("lang/ru/lexicon/speech.toml");
    let speech = SpeechLexicon::parse(&lexicon.display().to_string(), &std::fs::read_to_string(&lexicon)?)?;
    let (mut hits, mut golds, mut found) = (0, 0, 0);
    for file in files {
        let text = std::fs::read_to_string(&file)?;
        let (article, gaps) = read_article(Source { text: &text, ..Source::default() }, &["ru"]);
        let reading = analyse(article, gaps, &model, 1);
        let actors = Actors::find(&reading, &registry);
        let statements = attribute_statements(&reading, &actors, &speech);
        println!("{file}");
        let gold = if flags.iter().any(|f| f == "--gold") {
            contents(&Path::new(&file).with_extension("json"))?
        } else {
            vec![]
        };
        let mut missed: Vec<(usize, usize)> =
            gold.iter().filter_map(|g| text.find(g.as_str()).map(|at| (at, at + g.len()))).collect();
        golds += gold.len();
        found += statements.len();
        for s in &statements {
            let same = missed.iter().position(|g| half_shared(*g, (s.content.start(), s.content.end())));
            if let Some(at) = same {
                missed.remove(at);
                hits += 1;
            }
            println!("{} {}", if same.is_some() { '=' } else { '+' }, line(&reading, &actors, s));
        }
        for (start, end) in missed {
            println!("- {}", &text[start..end]);
        }
    }
    if golds > 0 {
        println!("{hits} of {golds} found, {found} printed");
    }
    Ok(())
}

/// Speaker, cue, frame, kind and content of a statement.
fn line(reading: &Reading, actors: &Actors, s: &Statement) -> String {
    let text = &reading.article.text;
    let name = |id| actors.row(id).map_or("?", |r| r.name.as_str());
    let who = match &s.speaker {
        Speaker::Actor(id) => name(*id),
        Speaker::Unnamed(Some(span)) => span.of(text),
        Speaker::Unnamed(None) => "-",
    };
    let via = s.via.map(|v| format!(", via {}", name(v))).unwrap_or_default();
    format!("{who}{via} [{}] {} {:.2} {}: {}", s.cue.of(text), s.frame, s.score, s.kind, s.content.of(text))
}

fn half_shared(a: (usize, usize), b: (usize, usize)) -> bool {
    let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    shared > 0 && 2 * shared >= a.1.max(b.1) - a.0.min(b.0)
}

fn contents(file: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let gold: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let list = gold["statements"].as_array().cloned().unwrap_or_default();
    Ok(list.iter().filter_map(|s| s["content"].as_str().map(str::to_owned)).collect())
}

fn load_registry(folder: &Path) -> Result<Registry, Box<dyn Error>> {
    let mut files = vec![];
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "toml" || e == "tsv") {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            files.push((name, std::fs::read_to_string(&path)?));
        }
    }
    files.sort();
    let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    Ok(Registry::load(&files)?)
}
