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
    /// The role may not make the tables that this version of the program needs.
    #[error("数据库结构不是这个版本的，当前数据库账号又无权更新；请先用数据库属主账号启动一次这个程序")]
    NotMigrated,
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
    /// Somebody else has changed the case in the meantime.
    #[error("案件刚刚被其他人更新，请刷新页面，看过新的内容后再办理")]
    Conflict {
        /// The version of the case now; 0 when there is no such case.
        now: u32,
    },
    /// Somebody else has taken the number in the meantime.
    #[error("编号刚刚被其他案件使用，请重新提交")]
    NumberTaken {
        /// The next number now.
        next: i64,
    },
    /// Counts of a year would change that is settled.
    #[error("{year}年度的统计已经锁定，这项操作会改变该年度的数据；确需更正的，请先由负责人解除锁定")]
    YearLocked {
        /// The year.
        year: i16,
    },
    /// The key of the case is destroyed, and with it all of its texts.
    #[error("这一案件的个人信息和正文已经依法删除，不能再显示")]
    Erased,
    /// What is stored of a case cannot be understood.
    #[error("数据库中案件“{0}”的内容已损坏，请从备份恢复，并运行 gongkai audit verify 核对")]
    DamagedCase(String),
    /// The end of an audit chain cannot be understood.
    #[error("机关“{0}”的审计链已损坏，请运行 gongkai audit verify 核对")]
    DamagedChain(String),
    /// A sealed text is not what its name says, or is under another key.
    #[error("密文与密钥不符，请检查数据库与密钥库是否来自同一份备份")]
    WrongKey,
    /// A file with a secret cannot be read or made.
    #[error("不能使用密钥文件 {}，请检查路径、权限（只有运行账号可读）和内容", .file.display())]
    Secret {
        /// The file.
        file: PathBuf,
        /// Why not.
        #[source]
        cause: std::io::Error,
    },
    /// There are keys under a master key that is not there.
    #[error("没有找到主密钥文件 {}，而密钥库已在使用；请放回原来的主密钥文件，不要另行生成", .0.display())]
    NoMasterKey(PathBuf),
    /// The master key is not the one under which the keys are.
    #[error("主密钥与密钥库不符，请放回原来的主密钥文件")]
    OtherMasterKey,
    /// The database of keys has refused a batch in which this key was.
    #[error("密钥库没有完成这次操作，请稍后再试；仍不行时检查磁盘空间和密钥库服务")]
    KeysNotMade,
    /// A file is not where it is kept.
    #[error("附件库里没有附件 {0}，请从备份恢复附件目录或存储桶")]
    NoFile(String),
    /// A file is not the one that was put.
    #[error("附件 {0} 的内容与保存时不同，可能已损坏或被改动，不能使用；请从备份恢复这个文件")]
    DamagedFile(String),
    /// A bucket is not described completely.
    #[error("附件存储桶的设置不完整，请在 [files] 里写明 {0}")]
    NoBucket(String),
    /// The directory or bucket of files does not do what it is asked.
    #[error("附件没有存取成功，请稍后再试；仍不行时检查磁盘空间或对象存储服务")]
    Files(#[source] object_store::Error),
    /// The operating system gives no random numbers.
    #[error("操作系统没有提供随机数，不能生成密钥")]
    NoRandomness,
    /// A copy cannot be written or read.
    #[error("备份文件没有读写成功，请检查磁盘空间和权限")]
    Copy(#[source] std::io::Error),
    /// There is no database where one is to be copied.
    #[error("没有找到数据库 {}，请核对数据目录", .0.display())]
    NoDatabase(PathBuf),
    /// A database into which a copy is to be put is not empty.
    #[error("{0} 里已经有数据，只能恢复到空的数据目录或者数据库")]
    NotEmpty(String),
    /// A copy has a table that there is not.
    #[error("备份里的表 {0} 是这个版本没有的，请用制作备份的版本恢复")]
    UnknownTable(String),
    /// The program is ending and takes nothing more.
    #[error("程序正在停止，这次操作没有保存，请稍后再试")]
    Stopped,
}

impl Error {
    /// Whether a text has a character that PostgreSQL does not keep: NUL.
    pub fn is_unstorable(&self) -> bool {
        let Error::Database(sqlx::Error::Database(cause)) = self else { return false };
        // character_not_in_repertoire
        cause.code().as_deref() == Some("22021")
    }
}

/// What the store answers.
pub type Result<T> = std::result::Result<T, Error>;
