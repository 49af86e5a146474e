//! How the program is linked.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Loaded wherever there is room, the program has 26,000 addresses turned over at every start,
    // which takes as long as some small projects do. It is linked for one place instead.
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|it| it == "linux") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
