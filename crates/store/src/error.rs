//! What can go wrong with the store, in one sentence for whoever runs it.

use std::path::PathBuf;

/// What can go wrong with the store. Causes stay in the chain.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The data directory cannot be made or locked.
    #[error("不能使用数据目录 {}，请检查路径、权限和磁盘空间", .folder.display())]
    Folder {
        /// The directory.
        folder: PathBuf,
        /// Why not.
        #[source]
        cause: std::io::Error,
    },
    /// The database cannot be opened.
    #[error("打不开数据库 {place}，请检查路径或地址、账号和权限")]
    Open {
        /// Where it is, without the password.
        place: String,
        /// Why not.
        #[source]
        cause: sqlx::Error,
    },
    /// The database has migrations that this program does not know.
    #[error("数据库已由更新版本的程序使用过，请升级这个程序")]
    Newer,
    /// A migration failed, or is not the one that was run.
    #[error("数据库结构没有更新成功，数据未受影响；请恢复原来版本的程序，并把原因告诉维护人员")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// The database does not answer a statement.
    #[error("数据库没有完成这次操作，请稍后再试；仍不行时检查磁盘空间和数据库服务")]
    Database(#[from] sqlx::Error),
    /// An authority that has not been laid in.
    #[error("数据库里没有代号为“{0}”的机关")]
    UnknownOrgan(String),
    /// Another report is there and no correction is declared.
    #[error("“{organ}”{year}年度报告已经入库，内容与这份文件不同；如果是更正，请用 --correct 写明更正说明")]
    AlreadyThere {
        /// Name of the authority.
        organ: String,
        /// The year reported on.
        year: i16,
    },
    /// A correction is declared of a report that is not there.
    #[error(
        "“{organ}”还没有{year}年度的报告，没有可以更正的，请去掉 --correct 再入库；如果年度或机关读错了，请先改正文件"
    )]
    NothingToCorrect {
        /// Name of the authority.
        organ: String,
        /// The year reported on.
        year: i16,
    },
    /// What is stored cannot be understood.
    #[error("数据库中“{organ}”{year}年度报告的内容已损坏，请从备份恢复或重新导入")]
    Damaged {
        /// Id of the authority.
        organ: String,
        /// The year reported on.
        year: i16,
    },
}

/// What the store answers.
pub type Result<T> = std::result::Result<T, Error>;
