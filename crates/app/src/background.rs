//! Work that gives way: nobody at the desk waits behind an import or a refresh of the county.

use tokio::sync::oneshot;

use crate::{Error, Result};

/// How much lower than the pages' threads: on Linux a thread of nice 10 gets a tenth of a core that
/// both want, and all of one that nobody else wants.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

/// Lets every other program and thread go first, from now on, with the threads that the calling
/// thread will start. Only Linux knows priorities of single threads; elsewhere nothing changes.
pub fn give_way() {
    // A system that refuses has the work done at the usual priority.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(NICE);
}

/// Does the work on a thread of its own that gives way.
pub(crate) async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let (tell, told) = oneshot::channel();
    let name = "background".to_owned();
    std::thread::Builder::new()
        .name(name)
        .spawn(move || {
            give_way();
            // Whoever asked may have gone.
            let _ = tell.send(work());
        })
        .map_err(|error| Error::Internal(error.to_string()))?;
    told.await.map_err(|_panicked| Error::Internal("work in the background ended early".to_owned()))
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn what_is_done_in_the_background_comes_back_and_a_panic_is_an_error() {
        assert_eq!(super::run(|| 6 * 7).await.expect("it works"), 42);
        super::run(|| panic!("lost")).await.expect_err("a panic is told");
    }
}
