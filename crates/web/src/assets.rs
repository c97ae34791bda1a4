//! Style sheet, icons and script, inside the binary, under names that carry their content's hash (静态资源).

use std::borrow::Cow;
use std::fmt;
use std::io::Write;
use std::sync::LazyLock;

use askama::filters::HtmlSafe;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "assets/dist"]
struct Dist;

struct Asset {
    name: String,
    kind: &'static str,
    plain: Bytes,
    gzip: Bytes,
}

static ASSETS: LazyLock<Vec<Asset>> =
    LazyLock::new(|| Dist::iter().filter_map(|name| asset(&name, Dist::get(&name)?.data)).collect());

/// An asset; none for files that are not served, such as a stamp of the build.
fn asset(name: &str, data: Cow<'static, [u8]>) -> Option<Asset> {
    let (stem, extension) = name.rsplit_once('.')?;
    let kind = match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => return None,
    };
    let hash: String = Sha256::digest(&data).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let gzip = encoder.write_all(&data).and_then(|()| encoder.finish()).unwrap_or_default();
    Some(Asset {
        name: format!("{stem}.{hash}.{extension}"),
        kind,
        plain: Bytes::from(data.into_owned()),
        gzip: Bytes::from(gzip),
    })
}

/// The path of an asset: `/static/portal.<hash>.css` for `portal.css`.
pub(crate) fn path(name: &str) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let is = |asset: &&Asset| asset.name.starts_with(stem) && asset.name.ends_with(extension);
    ASSETS.iter().find(is).map_or_else(String::new, |asset| format!("/static/{}", asset.name))
}

/// An icon of the sprite, drawn by the page.
pub(crate) struct Icon {
    name: &'static str,
    label: Option<&'static str>,
}

/// A decorative icon.
pub(crate) fn icon(name: &'static str) -> Icon {
    Icon { name, label: None }
}

/// An icon that says something of its own.
pub(crate) fn labelled_icon(name: &'static str, label: &'static str) -> Icon {
    Icon { name, label: Some(label) }
}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        static SPRITE: LazyLock<String> = LazyLock::new(|| path("icons.svg"));
        match self.label {
            Some(label) => {
                write!(f, r#"<svg class="gk-icon" role="img" aria-label="{label}" focusable="false">"#)?
            }
            None => f.write_str(r#"<svg class="gk-icon" aria-hidden="true" focusable="false">"#)?,
        }
        write!(f, r##"<use href="{}#i-{}"/></svg>"##, *SPRITE, self.name)
    }
}

// Names and labels are literals of this crate.
impl HtmlSafe for Icon {}

/// `GET /static/{name}`: cached for a year, since another content has another name.
pub(crate) async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let gzip = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("gzip"));
    let common = [
        (CONTENT_TYPE, asset.kind),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (VARY, "accept-encoding"),
    ];
    if gzip {
        (common, [(CONTENT_ENCODING, "gzip")], asset.gzip.clone()).into_response()
    } else {
        (common, asset.plain.clone()).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_are_small_and_every_icon_in_use_is_drawn() {
        for name in ["portal", "desk"] {
            let css = ASSETS.iter().find(|asset| asset.name.starts_with(name)).unwrap();
            assert!(css.gzip.len() <= 40 << 10, "{name}: {} bytes", css.gzip.len());
            assert!(path(&format!("{name}.css")).starts_with(&format!("/static/{name}.")));
        }
        let sprite = ASSETS.iter().find(|asset| asset.name.starts_with("icons")).unwrap();
        assert!(std::str::from_utf8(&sprite.plain).unwrap().contains("id=\"i-search\""));
    }
}
