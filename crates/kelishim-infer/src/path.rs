//! Which instructions the arithmetic is compiled for. Results never depend on it.

/// A set of instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// What every processor of the architecture has (on aarch64 that includes NEON).
    Portable,
    /// 256-bit vectors of x86-64.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 512-bit vectors of x86-64, with products of integers that are added up in one step (VNNI).
    #[cfg(target_arch = "x86_64")]
    Avx512,
    /// The same, and tiles of bytes that are multiplied and added up whole (AMX).
    #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
    Amx,
}

impl Path {
    /// All that this processor has, the fastest last.
    pub fn all() -> Vec<Path> {
        #[allow(unused_mut)]
        let mut paths = vec![Path::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            use std::arch::is_x86_feature_detected as has;
            if has!("avx2") {
                paths.push(Path::Avx2);
            }
            if has!("avx512f") && has!("avx512bw") && has!("avx512vl") && has!("avx512vnni") {
                paths.push(Path::Avx512);
                #[cfg(target_os = "linux")]
                if tiles_granted() {
                    paths.push(Path::Amx);
                }
            }
        }
        paths
    }

    /// The fastest that this processor has.
    pub fn best() -> Path {
        *Path::all().last().expect("the portable one")
    }
}

/// Whether the processor has tiles of bytes and the kernel lets this process use them; their state is so large that it has to be
/// asked for (Linux, `Documentation/arch/x86/xstate.rst`). Threads inherit the leave.
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
fn tiles_granted() -> bool {
    /// `amx-tile` and `amx-int8` of leaf 7, register EDX.
    const TILES: u32 = 1 << 24 | 1 << 25;
    const ARCH_PRCTL: usize = 158;
    const ARCH_REQ_XCOMP_PERM: usize = 0x1023;
    const XFEATURE_XTILEDATA: usize = 18;
    // SAFETY: AVX-512 was found, so that the processor has leaf 7. (Rust of late asks for no such promise.)
    #[allow(unused_unsafe)]
    let leaf = unsafe { std::arch::x86_64::__cpuid_count(7, 0) };
    if leaf.edx & TILES != TILES {
        return false;
    }
    let result: isize;
    // SAFETY: the call takes plain numbers, touches no memory of ours and changes the registers named.
    unsafe {
        std::arch::asm!(
            "syscall",
            inlateout("rax") ARCH_PRCTL => result,
            in("rdi") ARCH_REQ_XCOMP_PERM,
            in("rsi") XFEATURE_XTILEDATA,
            out("rcx") _,
            out("r11") _,
            options(nostack),
        );
    }
    result == 0
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
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
            #[allow(clippy::too_many_arguments)]
            fn avx512($($arg: $kind),*) {
                body($($arg),*)
            }
            match path {
                $crate::path::Path::Portable => body($($arg),*),
                // SAFETY: a path is made only after the processor said that it has what the path is compiled for.
                #[cfg(target_arch = "x86_64")]
                $crate::path::Path::Avx2 => unsafe { avx2($($arg),*) },
                // SAFETY: as above.
                #[cfg(target_arch = "x86_64")]
                $crate::path::Path::Avx512 => unsafe { avx512($($arg),*) },
                // SAFETY: as above; it stands after `Path::Avx512`.
                #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
                $crate::path::Path::Amx => unsafe { avx512($($arg),*) },
            }
        }
    };
}
pub(crate) use on_every_path;
