//! A form to which files may be added (带附件的表单): the same fields, whether a browser sends files along or not.

use axum::Form;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use services::cases::files::Upload;

use crate::error::Refusal;
use crate::{App, percent};

/// The field of a form that takes files.
pub(crate) const FILES: &str = "files";

/// What was filled in, and the files that came with it.
pub(crate) struct Filed<T> {
    pub(crate) filled: T,
    pub(crate) files: Vec<Upload>,
}

impl<T: DeserializeOwned> FromRequest<App> for Filed<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Filed<T>, Refusal> {
        if !is_multipart(&request) {
            return Ok(Filed { filled: fields(request, app).await?, files: Vec::new() });
        }
        let mut form =
            Multipart::from_request(request, app).await.map_err(|_| Refusal::Incomplete(INCOMPLETE))?;
        let (mut files, mut pairs) = (Vec::new(), String::new());
        while let Some(field) = form.next_field().await.map_err(Refusal::of_form)? {
            let key = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                None => {
                    let value = field.text().await.map_err(Refusal::of_form)?;
                    pairs.extend([percent::text(&key), "=".into(), percent::text(&value), "&".into()]);
                }
                Some(name) => {
                    let bytes = field.bytes().await.map_err(Refusal::of_form)?;
                    // A field that was left empty is sent with neither name nor content.
                    if key == FILES && !(name.is_empty() && bytes.is_empty()) {
                        files.push(Upload { name, bytes: bytes.into() });
                    }
                }
            }
        }
        let plain = Request::post("/").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let mut plain = plain.body(Body::from(pairs)).map_err(|_| Refusal::Internal)?;
        // The limit of bodies has been kept to where the form was read; its fields are longer as they are written here.
        DefaultBodyLimit::disable().apply(&mut plain);
        Ok(Filed { filled: fields(plain, app).await?, files })
    }
}

const INCOMPLETE: &str = "表单没有完整收到，请重新提交";

async fn fields<T: DeserializeOwned>(request: Request, app: &App) -> Result<T, Refusal> {
    let form = Form::from_request(request, app).await;
    form.map(|Form(filled)| filled).map_err(|_| Refusal::Incomplete(INCOMPLETE))
}

/// Whether a request is a form with files.
pub(crate) fn is_multipart(request: &Request) -> bool {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}
