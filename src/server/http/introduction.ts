/** What a list of calls cannot say, in Markdown. */
export const introduction = `Everything that the web app does can be done by a script. Each call is \`POST /api/<procedure>\` with its input as JSON,
and answers with its result as JSON. Calls that only read can be made by \`GET\` as well, with the fields in the query. Times are text in ISO 8601.

## Signing in

Call \`auth.register\`, \`auth.login\` or \`auth.guest\` with \`"as": "token"\`, and send the \`token\` of the answer with every further call:

\`\`\`
curl -H 'content-type: application/json' -d '{"username":"ada","password":"…","as":"token"}' https://chat.example.org/api/auth.login
curl -H 'authorization: Bearer TOKEN' 'https://chat.example.org/api/messages.list?chatId=CHAT&limit=20'
\`\`\`

## When a call is refused

The status says the kind, and \`error.reason\` why: a stable word to switch over. \`message\` is a sentence for people, \`fields\` has the faults of the input by
field, \`retryAfter\` the seconds to wait after 429. A fault of the server has a \`requestId\` to quote to the operator.

## Sending safely

Make the \`id\` of a message yourself. If the answer is lost, send the same message with the same \`id\` again: it is stored once, and the answer is the same.

## Following over a WebSocket

Open \`wss://chat.example.org/trpc\` with the header \`Authorization: Bearer TOKEN\`. Every frame is text. Begin with

\`\`\`
{"id":1,"method":"subscription","params":{"path":"live.follow","input":{"json":{}}}}
\`\`\`

and hear \`{"id":1,"result":{"type":"started"}}\`, then again and again

\`\`\`
{"id":1,"result":{"type":"data","data":{"json":[…],"meta":{…}}}}
\`\`\`

\`json\` is an array of \`News\` (see the shapes); \`meta\` only tells JavaScript which texts are times, and may be ignored. The first news are
\`heads\`: the newest version of each of your chats. Where you hold less, call \`messages.changes\` with the version you hold: that, and the news from then on, is
everything. The same when new \`heads\` come, because you were too slow, and after every reconnection. A \`message\` says in \`after\` which version came before it:
if you hold less, you missed something, and \`messages.changes\` has it. Hearing anything twice changes nothing: the one with the higher \`version\` is right.

Answer the text \`PING\` with \`PONG\`. On \`{"id":null,"method":"reconnect"}\` the server is about to stop: open a new socket, with a random pause of some seconds.
\`{"id":1,"method":"subscription.stop"}\` ends the following. The socket is closed with 4401 when the session has ended, and with 4429 after more than 60 frames in a second.
An upgrade is refused with 401 (not signed in), 403 (a page that is not allowed here), 404 (another path) or 429 (too many sockets or calls).
`
