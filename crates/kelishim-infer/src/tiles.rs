//! Matrix products by the tiles of AMX: sixteen rows by sixteen columns at once, over 64 bytes of each.
//!
//! Tiles multiply bytes and activations have 14 bits, so each is parted into 128 * high + low, both signed bytes; both products
//! are exact and their sum is the one that the other paths compute.

use crate::kernel::PANEL;
use std::arch::asm;

/// Rows of a tile.
const ROWS: usize = 16;
/// Bytes of a row of a tile: neighbouring inputs of a row of activations.
pub const DEPTH: usize = 64;
/// Neighbouring inputs that lie together for each output: a tile of weights has a row for each group.
pub const GROUP: usize = 4;
/// Low bits of an activation.
const LOW: u32 = 7;

/// Activations in two parts; used again for every layer.
#[derive(Default)]
pub struct Buffers {
    high: Vec<i8>,
    low: Vec<i8>,
}

/// What `ldtilecfg` reads: eight full tiles.
#[repr(C, align(64))]
struct Shape {
    palette: u8,
    start: u8,
    reserved: [u8; 14],
    bytes: [u16; 16],
    rows: [u8; 16],
}

static FULL: Shape = {
    let mut shape = Shape { palette: 1, start: 0, reserved: [0; 14], bytes: [0; 16], rows: [0; 16] };
    let mut i = 0;
    while i < 8 {
        shape.bytes[i] = DEPTH as u16;
        shape.rows[i] = ROWS as u8;
        i += 1;
    }
    shape
};

/// Sums of sixteen rows by a panel.
#[repr(align(64))]
#[derive(Clone, Copy)]
struct Sums([[i32; PANEL]; ROWS]);

impl Buffers {
    /// Multiplies rows of `depth` 14-bit values by panels as [`crate::kernel::Linear`] packs them for tiles; `done` gets row, panel and
    /// sums. `depth` is a multiple of [`DEPTH`].
    ///
    /// # Safety
    /// The kernel must have granted the use of tiles, and the processor must have AVX-512.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    pub unsafe fn multiply(
        &mut self,
        values: &[i16],
        weights: &[i8],
        depth: usize,
        mut done: impl FnMut(usize, usize, &[i32; PANEL]),
    ) {
        let (rows, steps) = (values.len() / depth, depth / DEPTH);
        if steps == 0 {
            return;
        }
        self.part(values, rows.next_multiple_of(ROWS) * depth);
        // SAFETY: `FULL` has the 64 bytes of a shape; tiles are granted.
        unsafe { asm!("ldtilecfg [{}]", in(reg) &raw const FULL, options(nostack, readonly)) };
        let mut sums = [Sums([[0; PANEL]; ROWS]); 4];
        for (pair, two) in weights.chunks(2 * depth * PANEL).enumerate() {
            // A missing second panel is computed as the first again and not looked at.
            let panels = two.len() / (depth * PANEL);
            let second = (panels - 1) * depth * PANEL;
            for from in (0..rows).step_by(ROWS) {
                // SAFETY: `part` made whole tiles of rows; `two` holds `steps` tiles for each panel, `sums` four; shapes are loaded.
                unsafe {
                    asm!(
                        "tilezero tmm0",
                        "tilezero tmm1",
                        "tilezero tmm2",
                        "tilezero tmm3",
                        "2:",
                        "tileloadd tmm4, [{high} + {depth}]",
                        "tileloadd tmm6, [{first} + {width}]",
                        "tileloadd tmm5, [{low} + {depth}]",
                        "tileloadd tmm7, [{second} + {width}]",
                        "tdpbssd tmm0, tmm4, tmm6",
                        "tdpbssd tmm1, tmm5, tmm6",
                        "tdpbssd tmm2, tmm4, tmm7",
                        "tdpbssd tmm3, tmm5, tmm7",
                        "add {high}, 64",
                        "add {low}, 64",
                        "add {first}, 1024",
                        "add {second}, 1024",
                        "dec {steps}",
                        "jnz 2b",
                        "tilestored [{to} + {width}], tmm0",
                        "tilestored [{to} + {width} + 1024], tmm1",
                        "tilestored [{to} + {width} + 2048], tmm2",
                        "tilestored [{to} + {width} + 3072], tmm3",
                        high = inout(reg) self.high.as_ptr().add(from * depth) => _,
                        low = inout(reg) self.low.as_ptr().add(from * depth) => _,
                        first = inout(reg) two.as_ptr() => _,
                        second = inout(reg) two.as_ptr().add(second) => _,
                        steps = inout(reg) steps => _,
                        to = in(reg) sums.as_mut_ptr(),
                        depth = in(reg) depth,
                        width = in(reg) DEPTH,
                        out("tmm0") _, out("tmm1") _, out("tmm2") _, out("tmm3") _,
                        out("tmm4") _, out("tmm5") _, out("tmm6") _, out("tmm7") _,
                        options(nostack),
                    );
                }
                for row in 0..ROWS.min(rows - from) {
                    for (second, sums) in sums.chunks_exact(2).take(panels).enumerate() {
                        let (high, low) = (&sums[0].0[row], &sums[1].0[row]);
                        let mut both = [0; PANEL];
                        for c in 0..PANEL {
                            // The sum fits in 32 bits, its parts need not.
                            both[c] = (high[c] << LOW).wrapping_add(low[c]);
                        }
                        done(from + row, 2 * pair + second, &both);
                    }
                }
            }
        }
        // SAFETY: gives the tiles' state back, so that no switch of threads has to save it.
        unsafe { asm!("tilerelease", options(nomem, nostack)) };
    }

    /// Parts activations into `high` and `low`, `size` bytes each with zeros at the end.
    #[inline(always)]
    fn part(&mut self, values: &[i16], size: usize) {
        self.high.resize(size, 0);
        self.low.resize(size, 0);
        for ((v, high), low) in values.iter().zip(&mut self.high).zip(&mut self.low) {
            *high = (v >> LOW) as i8;
            *low = (v & ((1 << LOW) - 1)) as i8;
        }
        self.high[values.len()..].fill(0);
        self.low[values.len()..].fill(0);
    }
}
