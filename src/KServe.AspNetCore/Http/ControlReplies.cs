using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Sends the small answers of control routes.</summary>
internal static class ControlReplies
{
    public static async Task SendAsync<TState>(
        this ReplyPool replies,
        HttpContext context,
        TState state,
        Action<TState, Reply> write)
    {
        var reply = replies.Rent();
        try
        {
            write(state, reply);
            await reply.SendJsonAsync(context);
        }
        finally
        {
            replies.Return(reply);
        }
    }

    public static Task SendAsync(this ReplyPool replies, HttpContext context, ReadOnlySpan<byte> json)
    {
        var reply = replies.Rent();
        reply.Buffer.Write(json);
        return FinishAsync(replies, context, reply);
    }

    public static Task SendModelNamesAsync(this ReplyPool replies, HttpContext context, IReadOnlyList<string> names) =>
        replies.SendAsync(context, names, static (names, reply) =>
        {
            var json = reply.Json;
            json.WriteStartObject();
            json.WriteStartArray("models"u8);
            foreach (var name in names)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    public static Task SendModelReadyAsync(this ReplyPool replies, HttpContext context, string model) =>
        replies.SendModelFlagAsync(context, model, "ready");

    public static Task SendModelFlagAsync(this ReplyPool replies, HttpContext context, string model, string flag) =>
        replies.SendAsync(context, (model, flag), static (state, reply) =>
        {
            var json = reply.Json;
            json.WriteStartObject();
            json.WriteString("name"u8, state.model);
            json.WriteBoolean(state.flag, value: true);
            json.WriteEndObject();
        });

    private static async Task FinishAsync(ReplyPool replies, HttpContext context, Reply reply)
    {
        try
        {
            await reply.SendAsync(context, MediaTypes.Json);
        }
        finally
        {
            replies.Return(reply);
        }
    }
}
