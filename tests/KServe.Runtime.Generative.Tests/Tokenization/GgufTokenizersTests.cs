using System.Text.Json;
using KServe.Runtime.Generative.Tests.Support;
using KServe.Runtime.Generative.Tokenization;

namespace KServe.Runtime.Generative.Tests.Tokenization;

public sealed class GgufTokenizersTests
{
    [Fact]
    public void Create_TinyChatVocabulary_EqualsTokenizerJson()
    {
        using var gguf = TokenizerFixture.Golden("tiny-chat", "gguf.json.gz");
        var tokenizer = GgufTokenizers.Create(Read(gguf.RootElement), "tiny-chat.gguf");
        using var golden = TokenizerFixture.Golden("tiny-chat", "expected.json.gz");
        foreach (var item in golden.RootElement.GetProperty("tokenizer").EnumerateArray())
        {
            Assert.Equal(item.GetProperty("ids").Ints(), tokenizer.EncodeToIds(item.GetProperty("text").GetString()!));
            Assert.Equal(item.GetProperty("decoded").GetString(), tokenizer.Decode(item.GetProperty("ids").Ints()));
            Assert.Equal(
                item.GetProperty("decoded_skip_special").GetString(),
                tokenizer.Decode(item.GetProperty("ids").Ints(), skipSpecialTokens: true));
        }
    }

    [Fact]
    public void Create_WordPieceVocabulary_EqualsTokenizerJson()
    {
        var reference = TokenizerFixture.Load("wordpiece-uncased");
        var tokens = Enumerable.Range(0, reference.VocabularySize).Select(id => reference.IdToToken(id)!).ToArray();
        string[] special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
        var tokenizer = GgufTokenizers.Create(
            new TokenizerVocabulary
            {
                Model = "bert",
                Tokens = [.. tokens.Select(token => special.Contains(token) ? token
                    : token.StartsWith("##", StringComparison.Ordinal) ? token[2..] : "▁" + token)],
                Types = [.. tokens.Select(token => special.Contains(token) ? 3 : 1)],
                UnknownId = 1,
                SeparatorId = 3,
                BosId = 2,
            },
            "bert.gguf");
        using var golden = TokenizerFixture.Golden("wordpiece-uncased");
        foreach (var item in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            Assert.Equal(item.GetProperty("ids").Ints(), tokenizer.EncodeToIds(item.GetProperty("text").GetString()!));
        }
    }

    [Theory]
    [InlineData("unigram-t5", true)]
    [InlineData("unigram-precompiled", false)]
    public void Create_UnigramVocabulary_EqualsTokenizerJson(string name, bool addsEndAlone)
    {
        var reference = TokenizerFixture.Load(name);
        using var file = JsonDocument.Parse(TokenizerFixture.Read(name, "tokenizer.json.gz"));
        var model = file.RootElement.GetProperty("model");
        var pieces = model.GetProperty("vocab").EnumerateArray().ToArray();
        string[] tokens = [.. pieces.Select(static piece => piece[0].GetString()!)];
        var unknown = model.GetProperty("unk_id").GetInt32();
        var map = FindMap(file.RootElement.GetProperty("normalizer"));
        var tokenizer = GgufTokenizers.Create(
            new TokenizerVocabulary
            {
                Model = "t5",
                Tokens = tokens,
                Scores = [.. pieces.Select(static piece => (float)piece[1].GetDouble())],
                Types = [.. tokens.Select((_, id) => id == unknown ? 2 : reference.IsSpecial(id) ? 3 : 1)],
                UnknownId = unknown,
                BosId = Array.IndexOf(tokens, "<s>") is >= 0 and var bos ? bos : null,
                EosId = Array.IndexOf(tokens, "</s>"),
                AddBos = !addsEndAlone,
                AddEos = true,
                AddSpacePrefix = true,
                RemovesExtraBlanks = true,
                CharacterMap = map,
            },
            "t5.gguf");
        using var golden = TokenizerFixture.Golden(name);
        var seen = 0;
        foreach (var item in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            // The reference without a map normalizes by a rule that no file of this format holds.
            var text = item.GetProperty("text").GetString()!;
            if (map is not null || System.Text.Ascii.IsValid(text))
            {
                seen++;
                Assert.Equal(item.GetProperty("ids").Ints(), tokenizer.EncodeToIds(text));
                Assert.Equal(item.GetProperty("decoded").GetString(), tokenizer.Decode(item.GetProperty("ids").Ints()));
            }
        }

        Assert.True(seen > 5);
    }

    [Fact]
    public void Create_SentencePieceVocabulary_MergesByScore()
    {
        string[] tokens = ["<unk>", "<s>", "</s>", .. Enumerable.Range(0, 256).Select(i => $"<0x{i:X2}>"),
            "▁", "h", "e", "l", "o", "he", "ll", "llo", "▁he", "hello", "▁hello", "lo"];
        var scores = new float[tokens.Length];
        for (var i = 259; i < tokens.Length; i++)
        {
            scores[i] = 259 - i;
        }

        var source = new TokenizerVocabulary
        {
            Model = "llama",
            Tokens = tokens,
            Scores = scores,
            Types = [.. tokens.Select((_, i) => i == 0 ? 2 : i < 3 ? 3 : i < 259 ? 6 : 1)],
            BosId = 1,
            EosId = 2,
            UnknownId = 0,
        };
        var tokenizer = GgufTokenizers.Create(source, "llama.gguf");
        string[] Tokens(string text) => [.. tokenizer.EncodeToIds(text).Select(id => tokenizer.IdToToken(id)!)];

        // he, ll, llo and ▁he come by their scores; ▁hello then is made of the last two
        Assert.Equal(["<s>", "▁hello"], Tokens("hello"));
        Assert.Equal(["<s>", "▁hello", "<0xC3>", "<0xA9>"], Tokens("hello\u00E9"));
        Assert.Equal(["<s>", "▁he", "ll"], Tokens("hell"));
        Assert.Equal(["<s>", "▁", "<0xC3>", "<0xA9>"], Tokens("\u00E9"));
        foreach (var text in new[] { "hello hello", "  hello", "\u00E9\u4E2D😀 x", "" })
        {
            Assert.Equal(text, tokenizer.Decode(tokenizer.EncodeToIds(text, addSpecialTokens: false)));
        }
    }

    [Fact]
    public void Create_WrongVocabulary_NamesFileAndKey()
    {
        var good = new TokenizerVocabulary { Model = "gpt2", Tokens = ["a", "b", "ab"], Merges = ["a b"], Pre = "gpt-2" };
        AssertRefused(good with { Model = "rwkv" }, "tokenizer.ggml.model");
        AssertRefused(good with { Pre = "magic" }, "tokenizer.ggml.pre");
        AssertRefused(good with { Merges = null }, "tokenizer.ggml.merges");
        AssertRefused(good with { Merges = ["a z"] }, "tokenizer.ggml.merges[0]");
        AssertRefused(good with { Merges = ["ab"] }, "tokenizer.ggml.merges[0]");
        AssertRefused(good with { Tokens = [] }, "tokenizer.ggml.tokens");
        AssertRefused(good with { Types = [1] }, "tokenizer.ggml.token_type");
        AssertRefused(good with { Scores = [1, 2, float.NaN] }, "tokenizer.ggml.scores");
        AssertRefused(good with { BosId = 3 }, "tokenizer.ggml.bos_token_id");
        AssertRefused(good with { Model = "llama" }, "tokenizer.ggml.scores");
        AssertRefused(good with { Model = "bert" }, "tokenizer.ggml.seperator_token_id");
        Assert.Equal([2], GgufTokenizers.Create(good, "x.gguf").EncodeToIds("ab"));
    }

    [Theory]
    [InlineData("gpt-2")]
    [InlineData("llama-bpe")]
    [InlineData("qwen2")]
    [InlineData("gpt-4o")]
    [InlineData("tekken")]
    [InlineData("starcoder")]
    [InlineData("deepseek-v3")]
    [InlineData("bloom")]
    [InlineData("falcon")]
    [InlineData("default")]
    public void Find_EveryName_CutsWithoutLoss(string name)
    {
        var pieces = new Generative.Tokenization.Text.TextPieces();
        const string Sample = "Hello, World's 12345  \n\n\tＡBCdéf 中文カナ😀!?\\/x\r\n  end '' \u0301a𐐀𐐨1";
        pieces.Text.Load(Sample, 0, tracks: true);
        pieces.Reset(new(0, pieces.Text.Length));
        GgufSplits.Find(name)!.PreTokenizer.Apply(pieces);
        var bytes = pieces.Text.Span.ToArray().Select(c => (byte)Generative.Tokenization.Text.ByteAlphabet.ToByte(c));
        Assert.Equal(Sample, System.Text.Encoding.UTF8.GetString([.. bytes]));
        Assert.Equal(pieces.Text.Length, pieces.Pieces.Sum(piece => piece.Length));
    }

    private static void AssertRefused(TokenizerVocabulary source, string key)
    {
        var error = Assert.Throws<InferenceException>(() => GgufTokenizers.Create(source, "x.gguf"));
        Assert.StartsWith($"x.gguf: {key} ", error.Message, StringComparison.Ordinal);
    }

    private static byte[]? FindMap(JsonElement normalizer) =>
        normalizer.TryGetProperty("precompiled_charsmap", out var map) ? map.GetBytesFromBase64() : null;

    private static TokenizerVocabulary Read(JsonElement root)
    {
        JsonElement Key(string name) => root.GetProperty("tokenizer.ggml." + name);
        return new TokenizerVocabulary
        {
            Model = Key("model").GetString()!,
            Pre = Key("pre").GetString(),
            Tokens = Key("tokens").Texts(),
            Types = Key("token_type").Ints(),
            Merges = Key("merges").Texts(),
            EosId = Key("eos_token_id").GetInt32(),
            AddBos = root.TryGetProperty("tokenizer.ggml.add_bos_token", out var add) ? add.GetBoolean() : null,
        };
    }
}
