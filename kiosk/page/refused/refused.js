// No code stays in the address; a reload asks again.
const at = /^\/b\/(.+)/i.exec(location.pathname);
if (at) history.replaceState({ code: at[1] }, "", "/vote");
