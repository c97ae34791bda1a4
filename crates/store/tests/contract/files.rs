//! Files: what is put comes back, the same in a directory, in memory and in a bucket.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};
use store::Error;
use store::files::{Bucket, Files};
use tokio::runtime::Runtime;

/// Promises of files.
pub(crate) fn trials() -> Vec<Trial> {
    let no_server = moto().is_none();
    let name = if no_server { "bucket::files (run scripts/test-tools)" } else { "bucket::files" };
    vec![
        Trial::test("file::files::what_is_put_comes_back", || in_folder(comes_back)),
        Trial::test("file::files::one_that_has_changed_is_found_out", || in_folder(changed)),
        Trial::test("file::files::a_folder_that_cannot_be_written_says_so", || in_folder(unwritable)),
        Trial::test("memory::files", || {
            Runtime::new()?.block_on(keep(&Files::in_memory()));
            Ok(())
        }),
        Trial::test("bucket::files::a_server_that_is_not_there_is_a_sentence", no_answer),
        Trial::test(name, in_bucket).with_ignored_flag(no_server),
    ]
}

fn in_folder(test: impl AsyncFn(&Path)) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    Runtime::new()?.block_on(test(&folder.path().join("files")));
    Ok(())
}

/// What holds wherever files are.
async fn keep(files: &Files) {
    let id = files.put("附件".into()).await.unwrap();
    assert_eq!(id, files.put("附件".into()).await.unwrap(), "the same file is kept once");
    assert_eq!(id, Files::id("附件".as_bytes()), "under its hash");
    let other = files.put(vec![7; 3 << 20]).await.unwrap();
    assert_eq!(files.get(&id).await.unwrap(), "附件".as_bytes());
    assert_eq!(files.get(&other).await.unwrap(), vec![7; 3 << 20]);
    let unknown = Files::id(b"never put");
    for strange in [unknown.clone(), "../keys/master.key".into()] {
        assert!(matches!(files.get(&strange).await, Err(Error::NoFile(_))), "{strange}");
    }
    files.remove(&id).await.unwrap();
    files.remove(&unknown).await.unwrap();
    assert!(matches!(files.get(&id).await, Err(Error::NoFile(_))), "it is gone");
    assert!(files.get(&other).await.is_ok(), "the other stays");
}

async fn comes_back(folder: &Path) {
    keep(&Files::in_folder(folder).unwrap()).await;
    let id = Files::in_folder(folder).unwrap().put(b"%PDF-1.7".into()).await.unwrap();
    let again = Files::in_folder(folder).unwrap();
    assert_eq!(again.get(&id).await.unwrap(), b"%PDF-1.7", "after a restart");
}

/// The one file of a folder.
fn only(folder: &Path) -> PathBuf {
    let mut at = folder.to_owned();
    while at.is_dir() {
        at = fs::read_dir(&at).unwrap().next().unwrap().unwrap().path();
    }
    at
}

async fn changed(folder: &Path) {
    let files = Files::in_folder(folder).unwrap();
    let id = files.put(b"as it was".into()).await.unwrap();
    fs::write(only(folder), b"another").unwrap();
    let error = files.get(&id).await.unwrap_err();
    assert!(matches!(&error, Error::DamagedFile(_)) && error.to_string().contains(id.as_str()), "{error}");
    files.put(b"as it was".into()).await.unwrap();
    assert_eq!(files.get(&id).await.unwrap(), b"as it was", "putting it again mends it");
}

async fn unwritable(folder: &Path) {
    let files = Files::in_folder(folder).unwrap();
    fs::remove_dir(folder).unwrap();
    fs::write(folder, b"a file where the folder was").unwrap();
    let error = files.put(b"lost".into()).await.unwrap_err();
    assert!(matches!(error, Error::Files(_)), "{error}");
    assert!(matches!(Files::in_folder(folder), Err(Error::Folder { .. })), "at the start");
}

fn bucket(port: u16, scheme: &str) -> Bucket {
    Bucket {
        bucket: "gongkai".into(),
        endpoint: format!("{scheme}://127.0.0.1:{port}"),
        region: "us-east-1".into(),
        access_key: "test".into(),
        secret_key: "test".into(),
    }
}

fn no_answer() -> Result<(), Failed> {
    let port = free_port()?;
    Runtime::new()?.block_on(async {
        let files = Files::in_bucket(&bucket(port, "http")).unwrap();
        let error = files.put(b"lost".into()).await.unwrap_err();
        assert!(matches!(error, Error::Files(_)) && error.to_string().contains("对象存储"), "{error}");
    });
    Ok(())
}

fn in_bucket() -> Result<(), Failed> {
    let server = Server::start()?;
    Runtime::new()?.block_on(async {
        keep(&Files::in_bucket(&bucket(server.port, "http")).unwrap()).await;
        let elsewhere = Bucket { bucket: "not-there".into(), ..bucket(server.port, "http") };
        let error = Files::in_bucket(&elsewhere).unwrap().put(b"lost".into()).await.unwrap_err();
        assert!(matches!(error, Error::NoFile(_) | Error::Files(_)), "a bucket that is not there: {error}");
    });
    Ok(())
}

/// A server that speaks S3, for as long as a test runs.
struct Server {
    child: Child,
    port: u16,
}

/// Where scripts/test-tools puts the server: in `tools` beside the folder of the test itself.
fn moto() -> Option<PathBuf> {
    let me = std::env::current_exe().ok()?;
    let server = me.ancestors().nth(3)?.join("tools/moto/bin/moto_server");
    server.is_file().then_some(server)
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

impl Server {
    fn start() -> Result<Server, Failed> {
        let program = moto().ok_or("moto is not installed")?;
        let port = free_port()?;
        let mut command = Command::new(program);
        command.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let server = Server { child, port };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if started.elapsed() > Duration::from_secs(30) {
                return Err("moto did not start".into());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        server.make_bucket()?;
        Ok(server)
    }

    /// A bucket is made by hand where one is used; here by one request.
    fn make_bucket(&self) -> Result<(), Failed> {
        use std::io::{Read, Write};
        let mut connection = TcpStream::connect(("127.0.0.1", self.port))?;
        let key = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";
        write!(
            connection,
            "PUT /gongkai HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nAuthorization: {key}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            self.port
        )?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer)?;
        if answer.starts_with("HTTP/1.1 200") { Ok(()) } else { Err(answer.into()) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
