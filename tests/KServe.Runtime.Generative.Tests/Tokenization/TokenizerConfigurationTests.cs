using KServe.Runtime.Generative.Tests.Support;
using KServe.Runtime.Generative.Tokenization.Configuration;

namespace KServe.Runtime.Generative.Tests.Tokenization;

public sealed class TokenizerConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_TinyChat_GivesTokensTemplateAndEnds()
    {
        var found = TokenizerConfigurationReader.Read(TokenizerFixture.Folder("tiny-chat"));
        Assert.Null(found.BosToken);
        Assert.Equal("<|im_end|>", found.EosToken);
        Assert.Equal("<|endoftext|>", found.PadToken);
        Assert.False(found.AddBosToken);
        Assert.Equal(512, found.ModelMaxLength);
        Assert.Equal([2, 0], found.EosTokenIds);
        Assert.Equal(0, found.BosTokenId);
        Assert.Contains("<tools>", found.FindChatTemplate(hasTools: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EmptyFolder_GivesNothing()
    {
        var found = TokenizerConfigurationReader.Read(_folder);
        Assert.Null(found.EosToken);
        Assert.Empty(found.EosTokenIds);
        Assert.Null(found.FindChatTemplate(hasTools: false));
    }

    [Fact]
    public void Read_NamedTemplatesAndObjects_AreFound()
    {
        Write("tokenizer_config.json", """
            {"bos_token":{"content":"<s>","lstrip":false},"model_max_length":1e30,
             "chat_template":[{"name":"default","template":"D"},{"name":"tool_use","template":"T"}]}
            """);
        Write("generation_config.json", """{"eos_token_id":7}""");
        var found = TokenizerConfigurationReader.Read(_folder);
        Assert.Equal("<s>", found.BosToken);
        Assert.Null(found.ModelMaxLength);
        Assert.Equal([7], found.EosTokenIds);
        Assert.Equal("D", found.FindChatTemplate(hasTools: false));
        Assert.Equal("T", found.FindChatTemplate(hasTools: true));
        Write("chat_template.jinja", "J");
        Assert.Equal("J", TokenizerConfigurationReader.Read(_folder).FindChatTemplate(hasTools: false));
    }

    [Theory]
    [InlineData("tokenizer_config.json", """{"chat_template":3}""", "chat_template")]
    [InlineData("tokenizer_config.json", """{"eos_token":[]}""", "eos_token")]
    [InlineData("tokenizer_config.json", """[]""", "the file")]
    [InlineData("generation_config.json", """{"eos_token_id":["a"]}""", "eos_token_id[0]")]
    [InlineData("generation_config.json", """{""", "not valid JSON")]
    public void Read_WrongField_NamesFileAndField(string file, string text, string expected)
    {
        Write(file, text);
        var error = Assert.Throws<InferenceException>(() => TokenizerConfigurationReader.Read(_folder));
        Assert.StartsWith($"{file}: {expected}", error.Message, StringComparison.Ordinal);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
