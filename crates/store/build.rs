//! Migrations are compiled in: a new file in their directory makes a new program.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
