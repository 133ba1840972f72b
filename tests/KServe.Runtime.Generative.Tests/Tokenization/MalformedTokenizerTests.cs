using System.Text.Json.Nodes;
using KServe.Runtime.Generative.Tests.Support;
using KServe.Runtime.Generative.Tokenization;

namespace KServe.Runtime.Generative.Tests.Tokenization;

public sealed class MalformedTokenizerTests
{
    private const string Minimal =
        """{"model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]},"added_tokens":[]}""";

    [Theory]
    [InlineData("model", "null", "model")]
    [InlineData("model", "[]", "model")]
    [InlineData("model.type", "\"Magic\"", "model.type")]
    [InlineData("model.vocab", "null", "model.vocab")]
    [InlineData("model.vocab", "{\"a\":-1}", "model.vocab.a")]
    [InlineData("model.vocab", "{\"a\":1.5}", "model.vocab.a")]
    [InlineData("model.vocab", "{\"a\":2000000000}", "model.vocab.a")]
    [InlineData("model.merges", "[\"ab\"]", "model.merges[0]")]
    [InlineData("model.merges", "[\"a b\",\"a z\"]", "model.merges[1]")]
    [InlineData("model.merges", "[[\"a\"]]", "model.merges[0]")]
    [InlineData("model.merges", "[\"b a\"]", "model.merges[0]")]
    [InlineData("model.unk_token", "\"none\"", "model.unk_token")]
    [InlineData("model.byte_fallback", "3", "model.byte_fallback")]
    [InlineData("normalizer", "{\"type\":\"Magic\"}", "normalizer.type")]
    [InlineData("normalizer", "{\"type\":\"Sequence\"}", "normalizer.normalizers")]
    [InlineData("normalizer", "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"!\"}", "precompiled_charsmap")]
    [InlineData("normalizer", "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAA/w==\"}", "precompiled_charsmap")]
    [InlineData("normalizer", "{\"type\":\"Replace\",\"pattern\":{},\"content\":\"\"}", "normalizer.pattern.Regex")]
    [InlineData("pre_tokenizer", "{\"type\":\"UnicodeScripts\"}", "pre_tokenizer.type")]
    [InlineData("pre_tokenizer", "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(?<=a)b\"},\"behavior\":\"Isolated\"}", "pattern.Regex")]
    [InlineData("pre_tokenizer", "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(a\"},\"behavior\":\"Isolated\"}", "pattern.Regex")]
    [InlineData("pre_tokenizer", "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"[a[b]]\"},\"behavior\":\"Isolated\"}", "pattern.Regex")]
    [InlineData("pre_tokenizer", "{\"type\":\"Split\",\"pattern\":{\"String\":\"a\"},\"behavior\":\"Odd\"}", "behavior")]
    [InlineData("pre_tokenizer", "{\"type\":\"Metaspace\",\"replacement\":\"ab\"}", "replacement")]
    [InlineData("post_processor", "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"x\"}}],\"pair\":[]}", "single[0]")]
    [InlineData("post_processor", "{\"type\":\"TemplateProcessing\",\"single\":[{\"Sequence\":{\"id\":\"B\"}}],\"pair\":[]}", "single[0]")]
    [InlineData("post_processor", "{\"type\":\"BertProcessing\",\"sep\":[\"x\"],\"cls\":[\"y\",1]}", "post_processor")]
    [InlineData("decoder", "{\"type\":\"Strip\",\"content\":\"\",\"start\":0,\"stop\":0}", "decoder.content")]
    [InlineData("decoder", "{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"a\"},\"content\":\"\"}", "decoder.pattern")]
    [InlineData("added_tokens", "[{\"id\":0}]", "added_tokens[0].content")]
    [InlineData("added_tokens", "[{\"id\":\"0\",\"content\":\"a\"}]", "added_tokens[0].id")]
    [InlineData("added_tokens", "[{\"id\":0,\"content\":\"\\ud800\"}]", "added_tokens[0].content")]
    [InlineData("truncation", "{\"max_length\":-1}", "truncation.max_length")]
    [InlineData("padding", "{\"strategy\":{\"Fixed\":0}}", "padding.strategy.Fixed")]
    public void Parse_WrongField_NamesFileAndField(string path, string value, string expected)
    {
        var root = JsonNode.Parse(Minimal)!;
        var parts = path.Split('.');
        var parent = parts.Length == 1 ? root : root[parts[0]]!;
        var text = root.ToJsonString();
        parent[parts[^1]] = value.Contains("\\ud800", StringComparison.Ordinal) ? null : JsonNode.Parse(value);
        text = root.ToJsonString();
        text = value.Contains("\\ud800", StringComparison.Ordinal)
            ? text.Replace("\"added_tokens\":null", "\"added_tokens\":" + value, StringComparison.Ordinal)
            : text;
        var error = Assert.Throws<InferenceException>(
            () => Tokenizer.Parse(System.Text.Encoding.UTF8.GetBytes(text), "tok.json"));
        Assert.StartsWith("tok.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
    }

    [Fact]
    public void Parse_RandomDamage_GivesInferenceExceptionsOnly()
    {
        var random = new Random(7);
        var bytes = System.Text.Encoding.UTF8.GetBytes(Minimal);
        for (var round = 0; round < 2000; round++)
        {
            var damaged = bytes.ToArray();
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = (byte)"{}[]\":,0a1- e\0\xFF"[random.Next(15)];
            }

            try
            {
                Tokenizer.Parse(damaged).EncodeToIds("ab");
            }
            catch (InferenceException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    [Fact]
    public void Load_MissingFile_NamesTheFileWithoutFolder()
    {
        var error = Assert.Throws<InferenceException>(() => Tokenizer.Load(Path.Combine(Path.GetTempPath(), "none", "x.json")));
        Assert.Equal("x.json: the file cannot be read", error.Message);
    }

    [Fact]
    public void Encode_WithoutUnknownToken_LeavesUnknownCharactersOut()
    {
        var tokenizer = Tokenizer.Parse(System.Text.Encoding.UTF8.GetBytes(Minimal));
        Assert.Equal([2, 0], tokenizer.EncodeToIds("abza"));
    }
}
