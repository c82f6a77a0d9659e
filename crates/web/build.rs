//! Bundles the islands, styles and fonts into `OUT_DIR/bundle`, from where they are embedded.
//!
//! Packages are fetched once per lock file into `target/npm/<lock hash>/`, under a file lock, and
//! shared by all profiles. `LINGDI_ASSETS=DIR` takes a finished bundle instead and needs no Node.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// What the bundler reads, and the name each result gets.
const ENTRIES: [&str; 8] = [
    "app=islands/app.ts",
    "cockpit=islands/cockpit.ts",
    "map=islands/map.ts",
    "map-worker=maplibre-gl/dist/maplibre-gl-worker.mjs",
    "style=styles/style.css",
    "cockpit=styles/cockpit.css",
    "map=styles/map.css",
    "print=styles/print.css",
];

/// Copied as they are.
const STATIC_FILES: [&str; 3] = ["icons.svg", "seal.svg", "wordmark.svg"];

const NODE_MISSING: &str = "the pages need Node.js 20 or newer and npm to build: install them \
     (on Debian: apt-get install nodejs npm), or point LINGDI_ASSETS at a folder with a finished bundle";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=assets");
    println!("cargo:rerun-if-env-changed=LINGDI_ASSETS");
    match build() {
        Ok(version) => println!("cargo:rustc-env=LINGDI_ASSETS_VERSION={version}"),
        Err(problem) => {
            println!("cargo::error={}", problem.replace('\n', " "));
            std::process::exit(1);
        }
    }
}

/// Leaves a bundle in `OUT_DIR` and returns the hash of its content, for the addresses of its files.
fn build() -> Result<String, String> {
    let assets = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("assets");
    let out = PathBuf::from(variable("OUT_DIR")?);
    let bundle = out.join("bundle");
    if bundle.exists() {
        fs::remove_dir_all(&bundle).map_err(because("clear", &bundle))?;
    }
    fs::create_dir_all(&bundle).map_err(because("make", &bundle))?;
    if let Some(finished) = env::var_os("LINGDI_ASSETS") {
        copy_files(Path::new(&finished), &bundle)?;
    } else {
        let modules = packages(&assets, &out)?;
        run_bundler(&assets, &modules, &bundle)?;
        for name in STATIC_FILES {
            fs::copy(assets.join(name), bundle.join(name)).map_err(because("copy", &assets.join(name)))?;
        }
    }
    content_hash(&bundle)
}

/// The `node_modules` for the current lock file, fetched when missing.
fn packages(assets: &Path, out: &Path) -> Result<PathBuf, String> {
    let lock_file = assets.join("package-lock.json");
    let mut hasher = DefaultHasher::new();
    fs::read(&lock_file).map_err(because("read", &lock_file))?.hash(&mut hasher);
    let cache = target_folder(out).join("npm");
    let home = cache.join(format!("{:016x}", hasher.finish()));
    fs::create_dir_all(&cache).map_err(because("make", &cache))?;

    // Two profiles may build at the same time; the second waits and finds the packages there.
    let guard_path = cache.join(".lock");
    let guard = fs::File::create(&guard_path).map_err(because("open", &guard_path))?;
    guard.lock().map_err(because("lock", &guard_path))?;
    if !home.exists() {
        let partial = home.with_extension("partial");
        if partial.exists() {
            fs::remove_dir_all(&partial).map_err(because("clear", &partial))?;
        }
        fs::create_dir_all(&partial).map_err(because("make", &partial))?;
        for name in ["package.json", "package-lock.json"] {
            fs::copy(assets.join(name), partial.join(name)).map_err(because("copy", &assets.join(name)))?;
        }
        let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&partial);
        run(&mut npm, "npm ci")?;
        fs::rename(&partial, &home).map_err(because("rename", &partial))?;
    }
    Ok(home.join("node_modules"))
}

fn run_bundler(assets: &Path, modules: &Path, bundle: &Path) -> Result<(), String> {
    let mut node = Command::new("node");
    node.arg(modules.join("esbuild/bin/esbuild"))
        .args(ENTRIES)
        .args(["--bundle", "--minify", "--format=esm", "--target=chrome109", "--charset=utf8"])
        .args(["--loader:.woff2=file", "--asset-names=[name]", "--legal-comments=none"])
        .args(["--log-level=warning", "--public-path=/assets"])
        .arg(format!("--outdir={}", bundle.display()))
        .env("NODE_PATH", modules)
        .current_dir(assets);
    run(&mut node, "esbuild")
}

fn run(command: &mut Command, name: &str) -> Result<(), String> {
    let output = command.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => NODE_MISSING.to_owned(),
        _ => format!("{name} could not be started: {error}"),
    })?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{name} failed: {}", String::from_utf8_lossy(&output.stderr).trim()))
}

/// Cargo marks its target folder; a custom `--target` or profile only changes how deep we are.
fn target_folder(out: &Path) -> &Path {
    out.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists()).unwrap_or(out)
}

fn copy_files(from: &Path, to: &Path) -> Result<(), String> {
    for entry in fs::read_dir(from).map_err(because("read", from))? {
        let path = entry.map_err(because("read", from))?.path();
        if let Some(name) = path.file_name().filter(|_| path.is_file()) {
            fs::copy(&path, to.join(name)).map_err(because("copy", &path))?;
        }
    }
    Ok(())
}

fn content_hash(folder: &Path) -> Result<String, String> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(because("read", folder))? {
        paths.push(entry.map_err(because("read", folder))?.path());
    }
    paths.sort();
    let mut hasher = DefaultHasher::new();
    for path in paths {
        path.file_name().hash(&mut hasher);
        fs::read(&path).map_err(because("read", &path))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn because<'a>(verb: &'a str, path: &'a Path) -> impl Fn(io::Error) -> String + 'a {
    move |error| format!("cannot {verb} {}: {error}", path.display())
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}
