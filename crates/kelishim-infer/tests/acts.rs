//! The head of acts from outside: what it refuses, and that features move its judgement.

use kelishim_infer::{Acts, Judgement, ModelError, Role, SideEvidence};
use sha2::{Digest, Sha256};

const HIDDEN: usize = 8;
const WIDTH: usize = 4;
const FEATURES: usize = 16;
const PARTY_WIDTH: usize = 2;
const PARTY_FEATURES: usize = 8;
const SCORER_WIDTH: usize = 2;
const SCORER_FEATURES: usize = 8;

/// A head of two types and one stage whose feature 3 speaks for the second type. Of a side, feature 5 speaks for acting and 6 for
/// receiving; feature 2 speaks for a member of a side, feature 7 for a statement.
fn sample(format: u32, features: usize) -> Vec<u8> {
    let header = format!(
        r#"{{"version":"acts-test","model":"sample-1","languages":["ru"],"hidden":{HIDDEN},"width":{WIDTH},"features":{features},"types":["AGREE","CONSULT"],"stages":["agreed"],"party_width":{PARTY_WIDTH},"party_features":{PARTY_FEATURES},"scorer_width":{SCORER_WIDTH},"scorer_features":{SCORER_FEATURES}}}"#
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
    floats(&[0.0; WIDTH * 2 * WIDTH]);
    floats(&[0.0; WIDTH]);
    floats(&[0.0; WIDTH * WIDTH]);
    floats(&[0.0; WIDTH]);
    floats(&[0.0; 5 * WIDTH]);
    floats(&[0.0; 5]);
    // Three kinds, the word's and the mention's layers, then tables by context, side and role.
    floats(&[0.0; 3 * PARTY_WIDTH]);
    for _ in 0..2 {
        floats(&[0.0; PARTY_WIDTH * WIDTH]);
        floats(&[0.0; PARTY_WIDTH]);
    }
    for _ in 0..2 {
        out.extend([1.0f32; PARTY_FEATURES].iter().flat_map(|v| v.to_le_bytes()));
        out.extend([0u8; PARTY_FEATURES * PARTY_WIDTH]);
    }
    out.extend([1.0f32; 2 * PARTY_FEATURES].iter().flat_map(|v| v.to_le_bytes()));
    let mut roles = [0u8; 2 * PARTY_FEATURES * 3];
    roles[5 * 3 + 1] = 8;
    roles[6 * 3 + 2] = 8;
    out.extend(roles);
    let mut floats = |values: &[f32]| out.extend(values.iter().flat_map(|v| v.to_le_bytes()));
    floats(&[0.0; PARTY_WIDTH * PARTY_WIDTH]);
    floats(&[0.0; PARTY_WIDTH]);
    floats(&[0.0; 3 * PARTY_WIDTH]);
    floats(&[0.0; 3]);
    floats(&[0.0; 12 * PARTY_WIDTH]);
    floats(&[0.0; 12]);
    for feature in [2, 7, 5] {
        let mut floats = |values: &[f32]| out.extend(values.iter().flat_map(|v| v.to_le_bytes()));
        for _ in 0..2 {
            floats(&[0.0; SCORER_WIDTH * WIDTH]);
            floats(&[0.0; SCORER_WIDTH]);
        }
        floats(&[1.0; SCORER_FEATURES]);
        out.extend([0u8; SCORER_FEATURES * SCORER_WIDTH]);
        let mut floats = |values: &[f32]| out.extend(values.iter().flat_map(|v| v.to_le_bytes()));
        floats(&[1.0; SCORER_FEATURES]);
        let mut direct = [0u8; SCORER_FEATURES];
        direct[feature] = 4;
        out.extend(direct);
        let mut floats = |values: &[f32]| out.extend(values.iter().flat_map(|v| v.to_le_bytes()));
        floats(&[0.0; SCORER_WIDTH * SCORER_WIDTH]);
        floats(&[0.0; SCORER_WIDTH]);
        floats(&[0.0; SCORER_WIDTH]);
        floats(&[0.0]);
    }
    let hash = Sha256::digest(&out);
    out.extend(hash);
    out
}

#[test]
fn a_feature_speaks_for_its_type() {
    let acts = Acts::load(&sample(4, FEATURES)).unwrap();
    assert_eq!((acts.version(), acts.width()), ("acts-test", WIDTH));
    let nothing = acts.judge(&[0.0; WIDTH], &[0.0; WIDTH], &[]);
    assert_eq!(nothing.types.len(), 2);
    assert!((nothing.types[0] - 1.0 / 3.0).abs() < 1e-6 && (nothing.stages[0] - 0.5).abs() < 1e-6);
    let consult = acts.judge(&[0.0; WIDTH], &[0.0; WIDTH], &[3]);
    let (best, chance) = Judgement::best(&consult.types);
    assert_eq!(best, 1);
    assert!(consult.types[1] > 0.9 && chance > 0.95, "{consult:?}");
    // Numbers beyond the table fold into it.
    assert_eq!(consult, acts.judge(&[0.0; WIDTH], &[0.0; WIDTH], &[3 + FEATURES as u32]));
}

#[test]
fn features_of_the_sides_speak_for_their_roles() {
    let acts = Acts::load(&sample(4, FEATURES)).unwrap();
    let state = [0.0; WIDTH];
    let side = |features| SideEvidence { mention: &state, features };
    let assignments = acts.assign(0, &state, &[], &[side(&[6]), side(&[5]), side(&[])]);
    let (roles, chance) = assignments.best();
    assert_eq!(roles[..2], [Role::Receives, Role::Acts]);
    // Nothing speaks for or against the third.
    assert!((chance - 1.0 / 3.0).abs() < 0.01, "{chance}");
    assert!(assignments.chance(&[Role::Out; 3]) < 0.001);
    // Without sides nobody is a party.
    let nobody = acts.assign(0, &state, &[], &[]);
    assert_eq!(nobody.best(), (vec![], 0.0));
}

#[test]
fn features_speak_for_a_statement_a_member_of_a_side_and_a_speaker() {
    let acts = Acts::load(&sample(4, FEATURES)).unwrap();
    let state = [0.0; WIDTH];
    let chance = |features: &[u32]| acts.on_relations(&state, &state, features);
    assert!((chance(&[]) - 0.5).abs() < 1e-6 && chance(&[7]) > 0.95);
    let fit = |role, features: &[u32]| acts.fits(0, role, &state, &state, features);
    assert_eq!(fit(Role::Acts, &[]), 0.0);
    assert!(fit(Role::Acts, &[2]) >= 4.0);
    // 4 * 31 + 2 * 7919 is 2 around the table's end.
    assert_eq!((fit(Role::Receives, &[4]), fit(Role::Acts, &[4])), (4.0, 0.0));
    let speaks = |features: &[u32]| acts.speaks(&state, &state, features);
    assert_eq!((speaks(&[]), speaks(&[5])), (0.0, 4.0));
}

#[test]
fn what_is_wrong_with_a_file_is_told() {
    let good = sample(4, FEATURES);
    let error = |bytes: &[u8]| Acts::load(bytes).err().expect("it is refused");
    assert!(matches!(error(b""), ModelError::Magic));
    assert!(matches!(error(b"KELISHIM0000000000000000"), ModelError::Magic));
    assert!(matches!(error(&sample(5, FEATURES)), ModelError::Newer { found: 5, newest: 4 }));
    assert!(matches!(error(&good[..40]), ModelError::Truncated { .. }));
    for at in [20, good.len() / 2, good.len() - 1] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        assert!(matches!(error(&bad), ModelError::Altered), "byte {at}");
    }
    assert!(matches!(error(&good[..good.len() - 5]), ModelError::Altered));
    // A header that promises more than the file holds, however much.
    assert!(matches!(error(&sample(4, 1 << 20)), ModelError::Truncated { .. }));
    assert!(matches!(error(&sample(4, usize::MAX / 2)), ModelError::Truncated { .. }));
    assert!(matches!(error(&sample(4, 0)), ModelError::Header(_)));
}
