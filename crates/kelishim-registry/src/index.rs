//! Names to places in a list: whole, and by the stems of their words.

use crate::fold::fold;
use crate::form::phrase_key;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

type Quick = BuildHasherDefault<Fnv>;

/// After FNV-1a, eight bytes at a time: the names are our own, so that nobody can choose them to collide.
#[derive(Debug, Clone)]
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0 ^ u64::from_le_bytes(word)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
        }
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}

/// Where each name leads. A name leads to one thing only; two longer names of the same stems lead nowhere by stems.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    whole: HashMap<String, u32, Quick>,
    phrases: HashMap<String, Option<u32>, Quick>,
}

impl Index {
    /// Adds a name; the other place when it leads elsewhere already, then nothing changes.
    pub fn insert(&mut self, name: &str, at: u32) -> Result<(), u32> {
        let name = fold(name);
        if let Some(key) = phrase_key(&name) {
            self.phrases.entry(key).and_modify(|there| *there = there.filter(|x| *x == at)).or_insert(Some(at));
        }
        match *self.whole.entry(name).or_insert(at) {
            there if there == at => Ok(()),
            there => Err(there),
        }
    }

    /// Makes room for so many more names.
    pub fn reserve(&mut self, names: usize) {
        self.whole.reserve(names);
    }

    /// By a whole folded name.
    pub fn whole(&self, folded: &str) -> Option<u32> {
        self.whole.get(folded).copied()
    }

    /// By a whole folded name or, for several words, by their stems.
    pub fn get(&self, folded: &str) -> Option<u32> {
        self.whole(folded).or_else(|| phrase_key(folded).and_then(|key| self.phrases.get(&key).copied().flatten()))
    }

    /// By the first of `candidates` that leads anywhere.
    pub fn first(&self, candidates: &[String]) -> Option<u32> {
        candidates.iter().find_map(|c| self.whole(c))
    }

    /// Number of names.
    pub fn len(&self) -> usize {
        self.whole.len()
    }
}
