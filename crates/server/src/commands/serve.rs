use std::net::SocketAddr;

use axum::Router;
use lingdi_app::{App, Error};
use lingdi_web::Doors;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::trace::TraceLayer;

use crate::cli::{Global, ServeArgs};
use crate::output::{self, Outcome};

pub(super) async fn run(global: &Global, args: &ServeArgs) -> super::Result {
    let app = super::open(global).await?;
    serve(app, args.listen, args.https).await
}

/// Serves until Ctrl-C or SIGTERM.
pub(super) async fn serve(app: App, address: SocketAddr, https: bool) -> super::Result {
    if !https && !address.ip().is_loopback() {
        return Err(Error::Refused(format!(
            "{address} 不是本机地址，口令和数据会明文经过网络。请监听本机（127.0.0.1 或 [::1]），由前面的代理提供 https；\
             代理在别的机器上时，再加 --https。"
        )));
    }
    let listener = tokio::net::TcpListener::bind(address).await.map_err(|error| {
        Error::Refused(format!(
            "无法监听 {address}：{error}。请用 --listen 换一个端口，例如 --listen 127.0.0.1:8023。"
        ))
    })?;
    let address = listener.local_addr().map_err(|error| Error::Internal(error.to_string()))?;
    let doors = doors(&app, address, https).await?;
    let router = router(app.clone(), doors);
    let watch = tokio::spawn(super::watch::daily(app.clone()));
    if let Some(sentence) = app.shipped_offer().await? {
        output::say(&sentence);
    }
    output::document(&format!("http://{address}/"));
    let ending = app.clone();
    let stop = async move {
        stopped().await;
        // Open screens would keep the server waiting.
        ending.end_pulse();
    };
    // Made ready once: a router that is handed over as it is would be built anew for each connection.
    axum::serve(listener, router.into_make_service())
        .with_graceful_shutdown(stop)
        .await
        .map_err(|error| Error::Internal(error.to_string()))?;
    watch.abort();
    app.close().await;
    Ok(Outcome::Done)
}

/// How people come in: by a proxy or from this machine alone. While there is no account, the terminal gets the
/// address at which the first three are made.
async fn doors(app: &App, address: SocketAddr, https: bool) -> super::Result<Doors> {
    let setup_token =
        if app.needs_setup().await? { Some(lingdi_app::people::one_time_token()?) } else { None };
    if let Some(token) = &setup_token {
        output::say(&format!(
            "no account yet: open http://{address}/setup?token={token} to make the first three"
        ));
    }
    Ok(Doors { https, this_machine_only: !https && address.ip().is_loopback(), setup_token })
}

/// Everything the program answers over HTTP.
fn router(app: App, doors: Doors) -> Router {
    Router::new()
        .merge(lingdi_api::router(app.clone()))
        .merge(lingdi_web::router(app, doors))
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
