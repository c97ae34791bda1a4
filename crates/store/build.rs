//! Migrations are compiled in: a new file in their directories makes a new program.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=keys");
}
