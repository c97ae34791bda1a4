//! The statutory columns that have no content yet, said plainly (法定栏目).

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::App;
use crate::display::Display;
use crate::view::{Page, render};

#[derive(Template)]
#[template(path = "portal/column.html")]
struct ColumnPage {
    page: Page,
    title: &'static str,
    /// What will stand here.
    content: &'static str,
    /// The article that requires it.
    basis: &'static str,
    /// What a visitor can do meanwhile.
    meanwhile: &'static str,
}

pub(crate) async fn guide(State(app): State<App>, display: Display) -> Response {
    render(&ColumnPage {
        page: Page::new(&app, display, "/guide", "guide"),
        title: "政府信息公开指南",
        content: "政府信息的分类、编排体系、获取方式，以及公开工作机构的名称、地址、时间和联系方式。",
        basis: "《中华人民共和国政府信息公开条例》第十二条",
        meanwhile: "需要了解怎样获取政府信息的，请按页面下方的联系方式咨询公开工作机构。",
    })
}

pub(crate) async fn rules(State(app): State<App>, display: Display) -> Response {
    render(&ColumnPage {
        page: Page::new(&app, display, "/rules", "rules"),
        title: "政府信息公开制度",
        content: "政府信息公开的法规、规章，以及本机关的审查、办理等制度。",
        basis: "《中华人民共和国政府信息公开条例》第十七条、第二十四条",
        meanwhile: "需要查阅制度文件的，请联系公开工作机构。",
    })
}

pub(crate) async fn items(State(app): State<App>, display: Display) -> Response {
    render(&ColumnPage {
        page: Page::new(&app, display, "/items", "items"),
        title: "法定主动公开内容",
        content: "按法定事项分类的主动公开信息，可检索、查阅和下载。",
        basis: "《中华人民共和国政府信息公开条例》第十九条至第二十一条、第二十四条",
        meanwhile: "已公布的年度报告在“政府信息公开年报”栏目查阅。",
    })
}
