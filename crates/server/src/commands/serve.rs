use std::net::SocketAddr;

use axum::Router;
use lingdi_app::{App, Error};
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::trace::TraceLayer;

use crate::cli::{Global, ServeArgs};
use crate::output::{self, Outcome};

pub(super) async fn run(global: &Global, args: &ServeArgs) -> super::Result {
    let app = super::open(global).await?;
    serve(app, args.listen).await
}

/// Serves until Ctrl-C or SIGTERM.
pub(super) async fn serve(app: App, address: SocketAddr) -> super::Result {
    if !address.ip().is_loopback() {
        return Err(Error::Refused(format!(
            "{address} 不是本机地址。账户与登录尚未启用，只能监听本机（127.0.0.1 或 [::1]），以免数据外泄。"
        )));
    }
    let listener = tokio::net::TcpListener::bind(address).await.map_err(|error| {
        Error::Refused(format!(
            "无法监听 {address}：{error}。请用 --listen 换一个端口，例如 --listen 127.0.0.1:8023。"
        ))
    })?;
    let address = listener.local_addr().map_err(|error| Error::Internal(error.to_string()))?;
    let router = router(app.clone());
    output::document(&format!("http://{address}/"));
    axum::serve(listener, router)
        .with_graceful_shutdown(stopped())
        .await
        .map_err(|error| Error::Internal(error.to_string()))?;
    app.close().await;
    Ok(Outcome::Done)
}

/// Everything the program answers over HTTP.
fn router(app: App) -> Router {
    Router::new()
        .merge(lingdi_api::router(app.clone()))
        .merge(lingdi_web::router(app))
        .layer(CsrfLayer::new())
        .layer(CompressionLayer::new())
        .layer(TraceLayer::new_for_http())
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminate = async {
            match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! { _ = interrupt => (), () = terminate => () }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}
