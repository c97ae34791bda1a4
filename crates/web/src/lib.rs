//! The portal (门户), the report check (年报体检) and its JSON API.
//!
//! Pages are plain HTML: links, forms, tables. Nothing that a visitor has checked is stored.

mod access;
mod api;
mod assets;
mod cache;
mod column;
mod desk;
mod display;
mod download;
mod error;
mod extract;
mod headers;
mod moment;
mod name;
mod observe;
mod percent;
mod portal;
mod router;
mod site;
mod state;
mod upload;
mod view;
mod work;

pub use observe::{operations, serve_operations};
pub use router::{router, serve};
pub use site::Site;
pub use state::App;
