using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Reads log-probabilities, as chats and as plain completions have them.</summary>
internal static class LogprobReader
{
    private const int Unknown = -1;
    private const string IdPrefix = "token_id:";

    public static IReadOnlyList<TextLogprob> Read(JsonElement choice)
    {
        if (ChunkJson.Object(choice, "logprobs"u8) is not { } logprobs)
        {
            return [];
        }

        var tokens = ChunkJson.Tokens(choice, "token_ids"u8);
        return ChunkJson.Array(logprobs, "content"u8) is { } content
            ? ReadChat(content, tokens)
            : ReadCompletion(logprobs, tokens);
    }

    /// <summary>Reads those of the prompt, which vLLM names by the ids of the tokens.</summary>
    public static IReadOnlyList<TextLogprob?>? ReadPrompt(JsonElement choice)
    {
        if (ChunkJson.Array(choice, "prompt_logprobs"u8) is not { } array)
        {
            return null;
        }

        var result = new List<TextLogprob?>(array.GetArrayLength());
        foreach (var item in array.EnumerateArray())
        {
            result.Add(item.ValueKind == JsonValueKind.Object ? ReadPromptToken(item) : null);
        }

        return result;
    }

    private static TextLogprob? ReadPromptToken(JsonElement entries)
    {
        List<TextLogprob> all = [];
        foreach (var entry in entries.EnumerateObject())
        {
            if (int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && entry.Value.ValueKind == JsonValueKind.Object)
            {
                entry.Value.TryGetProperty("logprob"u8, out var value);
                var text = ChunkJson.Text(entry.Value, "decoded_token"u8) ?? "";
                all.Add(Create(id, text, ChunkJson.Logprob(value)) with
                {
                    Rank = Math.Max(0, ChunkJson.Integer(entry.Value, "rank"u8) ?? 0),
                });
            }
        }

        // The prompt's own token comes first, and again only as itself.
        return all.Count == 0 ? null : all[0] with { Top = [.. all.OrderByDescending(static one => one.Logprob)] };
    }

    private static List<TextLogprob> ReadChat(JsonElement content, IReadOnlyList<int> tokens)
    {
        var result = new List<TextLogprob>(content.GetArrayLength());
        foreach (var item in content.EnumerateArray())
        {
            var one = ReadToken(item, result.Count < tokens.Count ? tokens[result.Count] : Unknown);
            if (ChunkJson.Array(item, "top_logprobs"u8) is { } top)
            {
                one = one with { Top = [.. top.EnumerateArray().Select(static other => ReadToken(other, Unknown))] };
            }

            result.Add(one);
        }

        return result;
    }

    private static TextLogprob ReadToken(JsonElement item, int id)
    {
        var text = ChunkJson.Text(item, "token"u8) ?? "";
        item.TryGetProperty("logprob"u8, out var value);
        var logprob = Create(id, text, ChunkJson.Logprob(value));
        return ReadBytes(item) is { } bytes ? logprob with { Bytes = bytes } : logprob;
    }

    private static byte[]? ReadBytes(JsonElement item)
    {
        if (ChunkJson.Array(item, "bytes"u8) is not { } array)
        {
            return null;
        }

        var bytes = new byte[array.GetArrayLength()];
        var index = 0;
        foreach (var number in array.EnumerateArray())
        {
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetByte(out bytes[index++]))
            {
                return null;
            }
        }

        return bytes;
    }

    private static List<TextLogprob> ReadCompletion(JsonElement logprobs, IReadOnlyList<int> tokens)
    {
        List<TextLogprob> result = [];
        if (ChunkJson.Array(logprobs, "tokens"u8) is not { } names
            || ChunkJson.Array(logprobs, "token_logprobs"u8) is not { } values
            || values.GetArrayLength() != names.GetArrayLength())
        {
            return result;
        }

        var tops = ChunkJson.Array(logprobs, "top_logprobs"u8);
        var hasTops = tops is { } list && list.GetArrayLength() == names.GetArrayLength();
        for (var i = 0; i < names.GetArrayLength(); i++)
        {
            var text = names[i].ValueKind == JsonValueKind.String ? names[i].GetString()! : "";
            var one = Create(i < tokens.Count ? tokens[i] : Unknown, text, ChunkJson.Logprob(values[i]));
            result.Add(hasTops ? one with { Top = ReadTop(tops!.Value[i]) } : one);
        }

        return result;
    }

    private static TextLogprob[] ReadTop(JsonElement top) => top.ValueKind != JsonValueKind.Object
        ? []
        : [.. top.EnumerateObject().Select(static entry =>
            Create(Unknown, entry.Name, ChunkJson.Logprob(entry.Value)))];

    private static TextLogprob Create(int id, string text, float logprob)
    {
        if (id == Unknown
            && text.StartsWith(IdPrefix, StringComparison.Ordinal)
            && int.TryParse(
                text.AsSpan(IdPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var named))
        {
            id = named;
        }

        return new TextLogprob(id, text, Encoding.UTF8.GetBytes(text), logprob);
    }
}
