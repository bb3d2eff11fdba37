//! Which instructions the arithmetic is compiled for. Results never depend on it.

/// A set of instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// What every processor of the architecture has (on aarch64 that includes NEON).
    Portable,
    /// 256-bit vectors of x86-64.
    #[cfg(target_arch = "x86_64")]
    Avx2,
}

impl Path {
    /// The fastest that this processor has.
    pub fn best() -> Path {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            return Path::Avx2;
        }
        Path::Portable
    }
}

/// Compiles one body for every [`Path`]; the function made takes the path first and runs the body that fits.
///
/// The bodies are the same code. Rust neither reorders nor fuses float operations, so the bits are the same too.
macro_rules! on_every_path {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($($arg:ident: $kind:ty),* $(,)?) $body:block) => {
        $(#[$meta])*
        $vis fn $name(path: $crate::path::Path, $($arg: $kind),*) {
            #[inline(always)]
            #[allow(clippy::too_many_arguments)]
            fn body($($arg: $kind),*) $body
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2")]
            #[allow(clippy::too_many_arguments)]
            fn avx2($($arg: $kind),*) {
                body($($arg),*)
            }
            match path {
                $crate::path::Path::Portable => body($($arg),*),
                // SAFETY: `Path::Avx2` is made only after the processor said that it has AVX2.
                #[cfg(target_arch = "x86_64")]
                $crate::path::Path::Avx2 => unsafe { avx2($($arg),*) },
            }
        }
    };
}
pub(crate) use on_every_path;
