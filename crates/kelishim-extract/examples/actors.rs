//! Prints the table of actors of text files: `cargo run -p kelishim-extract --example actors -- MODEL DATA_ACTORS FILE...`
//!
//! MODEL is a model file, DATA_ACTORS the folder of the registry. For reading what the search for actors makes of texts.

use kelishim_extract::actors::Actors;
use kelishim_infer::Model;
use kelishim_read::{Source, analyse, read_article};
use kelishim_registry::Registry;
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(model), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("usage: actors MODEL DATA_ACTORS FILE...".into());
    };
    let model = Model::load(&std::fs::read(model)?)?;
    let registry = load_registry(Path::new(&folder))?;
    for file in arguments {
        let text = std::fs::read_to_string(&file)?;
        let (article, gaps) = read_article(Source { text: &text, ..Source::default() }, &["ru", "ky", "en"]);
        let reading = analyse(article, gaps, &model, 1);
        println!("{file}");
        for (number, row) in Actors::find(&reading, &registry).rows.iter().enumerate() {
            let mentions: Vec<&str> = row.mentions.iter().map(|s| s.of(&reading.article.text)).collect();
            println!(
                "a{} {} [{} {} {}] {} registry={} affiliation={} | {}",
                number + 1,
                row.name,
                row.kind,
                row.country.as_deref().unwrap_or("-"),
                row.sector.map_or("-", |s| s.code()),
                row.description.as_deref().unwrap_or("-"),
                row.registry.as_deref().unwrap_or("-"),
                row.affiliation.map_or("-".into(), |a| format!("a{}", a.0 + 1)),
                mentions.join(" | ")
            );
        }
    }
    Ok(())
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
