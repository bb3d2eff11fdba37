//! The head of acts from outside: what it refuses, and that features move its judgement.

use kelishim_infer::{Acts, Judgement, ModelError};
use sha2::{Digest, Sha256};

const HIDDEN: usize = 8;
const WIDTH: usize = 4;
const FEATURES: usize = 16;

/// A head of two types and one stage whose feature 3 speaks for the second type.
fn sample(format: u32, features: usize) -> Vec<u8> {
    let header = format!(
        r#"{{"version":"acts-test","model":"sample-1","hidden":{HIDDEN},"width":{WIDTH},"features":{features},"types":["AGREE","CONSULT"],"stages":["agreed"]}}"#
    );
    let mut out = b"KELIACTS".to_vec();
    out.extend(format.to_le_bytes());
    out.extend((header.len() as u32).to_le_bytes());
    out.extend(header.as_bytes());
    let mut floats = |values: &[f32]| out.extend(values.iter().flat_map(|v| v.to_le_bytes()));
    floats(&[1.0; HIDDEN]);
    floats(&[0.0; HIDDEN]);
    floats(&[0.1; WIDTH * HIDDEN]);
    floats(&[0.0; WIDTH]);
    floats(&[0.5; FEATURES]);
    out.extend([1u8; FEATURES * WIDTH]);
    let mut floats = |values: &[f32]| out.extend(values.iter().flat_map(|v| v.to_le_bytes()));
    // Three outputs for types, two for stages.
    floats(&[1.0; FEATURES]);
    let mut direct = [0u8; FEATURES * 5];
    direct[3 * 5 + 2] = 4;
    out.extend(direct);
    let mut floats = |values: &[f32]| out.extend(values.iter().flat_map(|v| v.to_le_bytes()));
    floats(&[0.0; WIDTH * WIDTH]);
    floats(&[0.0; WIDTH]);
    floats(&[0.0; 5 * WIDTH]);
    floats(&[0.0; 5]);
    let hash = Sha256::digest(&out);
    out.extend(hash);
    out
}

#[test]
fn a_feature_speaks_for_its_type() {
    let acts = Acts::load(&sample(1, FEATURES)).unwrap();
    assert_eq!((acts.version(), acts.width()), ("acts-test", WIDTH));
    let nothing = acts.judge(&[0.0; WIDTH], &[]);
    assert_eq!(nothing.types.len(), 2);
    assert!((nothing.types[0] - 1.0 / 3.0).abs() < 1e-6 && (nothing.stages[0] - 0.5).abs() < 1e-6);
    let consult = acts.judge(&[0.0; WIDTH], &[3]);
    let (best, chance) = Judgement::best(&consult.types);
    assert_eq!(best, 1);
    assert!(consult.types[1] > 0.9 && chance > 0.95, "{consult:?}");
    // Numbers beyond the table fold into it.
    assert_eq!(consult, acts.judge(&[0.0; WIDTH], &[3 + FEATURES as u32]));
}

#[test]
fn what_is_wrong_with_a_file_is_told() {
    let good = sample(1, FEATURES);
    let error = |bytes: &[u8]| Acts::load(bytes).err().expect("it is refused");
    assert!(matches!(error(b""), ModelError::Magic));
    assert!(matches!(error(b"KELISHIM0000000000000000"), ModelError::Magic));
    assert!(matches!(error(&sample(2, FEATURES)), ModelError::Newer { found: 2, newest: 1 }));
    assert!(matches!(error(&good[..40]), ModelError::Truncated { .. }));
    for at in [20, good.len() / 2, good.len() - 1] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        assert!(matches!(error(&bad), ModelError::Altered), "byte {at}");
    }
    assert!(matches!(error(&good[..good.len() - 5]), ModelError::Altered));
    // A header that promises more than the file holds, however much.
    assert!(matches!(error(&sample(1, 1 << 20)), ModelError::Truncated { .. }));
    assert!(matches!(error(&sample(1, usize::MAX / 2)), ModelError::Truncated { .. }));
    assert!(matches!(error(&sample(1, 0)), ModelError::Header(_)));
}
