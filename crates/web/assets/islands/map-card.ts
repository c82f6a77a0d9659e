/** The card of the chosen parcel, as HTML from the server. */

let asked = 0;

/** Shows the card at this address; an answer that comes too late is dropped. */
export async function showCard(address: string): Promise<void> {
  const card = document.getElementById("card");
  if (!card) return;
  const turn = ++asked;
  const html = await fetch(address).then(
    (response) => (response.ok ? response.text() : sorry("这宗地的数据没有取到，可能刚被撤销。请刷新页面。")),
    () => sorry("与服务器的连接断了，请稍后再点一次。"),
  );
  if (turn === asked) card.innerHTML = html;
}

function sorry(sentence: string): string {
  return `<p class="panel-body">${sentence}</p>`;
}
