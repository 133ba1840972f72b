using System.Text.Json;
using KServe.Runtime.Generative.Tests.Support;
using KServe.Runtime.Generative.Tokenization;

namespace KServe.Runtime.Generative.Tests.Tokenization;

/// <summary>Compares with what the Hugging Face library gives for the same tokenizers and texts.</summary>
public sealed class GoldenTokenizerTests
{
    public static TheoryData<string> Names => [.. TokenizerFixture.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_GoldenCases_EqualsReference(string name)
    {
        var tokenizer = TokenizerFixture.Load(name);
        using var golden = TokenizerFixture.Golden(name);
        List<string> failures = [];
        foreach (var item in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            var text = item.GetProperty("text").GetString()!;
            var encoding = tokenizer.Encode(text);
            Check(failures, text, "ids", item.GetProperty("ids").Ints(), encoding.Ids);
            Check(failures, text, "tokens", item.GetProperty("tokens").Texts(), encoding.Tokens);
            Check(failures, text, "offsets", item.GetProperty("offsets").Pairs(), encoding.Offsets);
            Check(failures, text, "mask", item.GetProperty("special_tokens_mask").Ints(), encoding.SpecialTokensMask);
            Check(failures, text, "id path", item.GetProperty("ids").Ints(), tokenizer.EncodeToIds(text));
            Check(
                failures,
                text,
                "without special",
                item.GetProperty("ids_without_special").Ints(),
                tokenizer.EncodeToIds(text, addSpecialTokens: false));
            CheckDecode(failures, tokenizer, item);
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures.Take(5)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_GoldenPairs_EqualsReference(string name)
    {
        var tokenizer = TokenizerFixture.Load(name);
        using var golden = TokenizerFixture.Golden(name);
        List<string> failures = [];
        foreach (var item in golden.RootElement.GetProperty("pairs").EnumerateArray())
        {
            var text = item.GetProperty("text").GetString()!;
            var encoding = tokenizer.Encode(text, item.GetProperty("pair").GetString()!);
            Check(failures, text, "ids", item.GetProperty("ids").Ints(), encoding.Ids);
            Check(failures, text, "offsets", item.GetProperty("offsets").Pairs(), encoding.Offsets);
            Check(failures, text, "types", item.GetProperty("type_ids").Ints(), encoding.TypeIds);
            Check(failures, text, "mask", item.GetProperty("special_tokens_mask").Ints(), encoding.SpecialTokensMask);
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures.Take(5)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_GoldenTruncation_EqualsReference(string name)
    {
        var tokenizer = TokenizerFixture.Load(name);
        using var golden = TokenizerFixture.Golden(name);
        List<string> failures = [];
        foreach (var item in golden.RootElement.GetProperty("truncation").EnumerateArray())
        {
            var text = item.GetProperty("text").GetString()!;
            var pair = item.GetProperty("pair").GetString();
            var options = new EncodingOptions { Truncation = ReadTruncation(item.GetProperty("truncation")) };
            if (item.TryGetProperty("error", out _))
            {
                Assert.Throws<InferenceException>(() => tokenizer.EncodeBatch([(text, pair)], options));
                continue;
            }

            var encoding = tokenizer.EncodeBatch([(text, pair)], options)[0];
            Check(failures, text, "ids", item.GetProperty("ids").Ints(), encoding.Ids);
            Check(failures, text, "offsets", item.GetProperty("offsets").Pairs(), encoding.Offsets);
            Check(failures, text, "types", item.GetProperty("type_ids").Ints(), encoding.TypeIds);
            var overflowing = item.GetProperty("overflowing").EnumerateArray().Select(part => part.Ints()).ToArray();
            Assert.Equal(overflowing.Length, encoding.Overflowing.Count);
            for (var i = 0; i < overflowing.Length; i++)
            {
                Check(failures, text, $"overflowing {i}", overflowing[i], encoding.Overflowing[i].Ids);
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures.Take(5)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_RandomIds_EqualsReference(string name)
    {
        var tokenizer = TokenizerFixture.Load(name);
        using var golden = TokenizerFixture.Golden(name);
        List<string> failures = [];
        foreach (var item in golden.RootElement.GetProperty("decode_random_ids").EnumerateArray())
        {
            CheckDecode(failures, tokenizer, item);
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures.Take(5)));
    }

    [Fact]
    public void TinyChat_AllTexts_EqualsReference()
    {
        var tokenizer = TokenizerFixture.Load("tiny-chat");
        using var golden = TokenizerFixture.Golden("tiny-chat", "expected.json.gz");
        List<string> failures = [];
        foreach (var item in golden.RootElement.GetProperty("tokenizer").EnumerateArray())
        {
            var text = item.GetProperty("text").GetString()!;
            Check(failures, text, "ids", item.GetProperty("ids").Ints(), tokenizer.EncodeToIds(text));
            CheckDecode(failures, tokenizer, item);
        }

        foreach (var item in golden.RootElement.GetProperty("decode_random_ids").EnumerateArray())
        {
            CheckDecode(failures, tokenizer, item);
        }

        foreach (var item in golden.RootElement.GetProperty("chat_template").EnumerateArray())
        {
            var text = item.GetProperty("rendered").GetString()!;
            Check(failures, text, "chat", item.GetProperty("ids").Ints(), tokenizer.EncodeToIds(text, false));
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures.Take(5)));
    }

    // Also: a stream of the same ids gives the same text, in parts that never end within a character.
    private static void CheckDecode(List<string> failures, Tokenizer tokenizer, JsonElement item)
    {
        var ids = item.GetProperty("ids").Ints();
        foreach (var (field, skip) in new[] { ("decoded", false), ("decoded_skip_special", true) })
        {
            var expected = item.GetProperty(field).GetString()!;
            Check(failures, string.Join(',', ids), field, [expected], [tokenizer.Decode(ids, skip)]);
            var stream = tokenizer.CreateDetokenizer(skip);
            string[] parts = [.. ids.Select(stream.Append), stream.Complete()];
            Assert.All(parts, part => Assert.False(part.Length > 0 && char.IsHighSurrogate(part[^1])));
            Check(failures, string.Join(',', ids), field + " streamed", [expected], [string.Concat(parts)]);
        }
    }

    private static void Check<T>(
        List<string> failures,
        string text,
        string what,
        IReadOnlyList<T> expected,
        IReadOnlyList<T> actual)
    {
        if (!expected.SequenceEqual(actual))
        {
            failures.Add($"{what} of <{text}>: expected [{string.Join(' ', expected)}], got [{string.Join(' ', actual)}]");
        }
    }

    private static TruncationOptions ReadTruncation(JsonElement element) => new()
    {
        MaxLength = element.GetProperty("max_length").GetInt32(),
        Stride = element.GetProperty("stride").GetInt32(),
        Strategy = element.GetProperty("strategy").GetString() switch
        {
            "only_first" => TruncationStrategy.OnlyFirst,
            "only_second" => TruncationStrategy.OnlySecond,
            _ => TruncationStrategy.LongestFirst,
        },
        Direction = element.GetProperty("direction").GetString() == "left" ? TextSide.Left : TextSide.Right,
    };
}
