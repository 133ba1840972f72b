using KServe.ControlPlane.Tests.Support;

namespace KServe.ControlPlane.Tests.Yaml;

public sealed class YamlReaderTests
{
    [Theory]
    [InlineData("a: &x 1\nb: *x", "test.yaml:2:4: the alias '*x' is not allowed: write the value out")]
    [InlineData("a: !!int 1", "test.yaml:1:4: the tag 'tag:yaml.org,2002:int' is not allowed: write the value without it")]
    [InlineData("a: !Foo {b: 1}", "test.yaml:1:4: the tag '!Foo' is not allowed: write the value without it")]
    [InlineData("? [a]\n: 1", "test.yaml:1:3: a key must be a text")]
    [InlineData("just a text", "test.yaml:1:1: a resource must be a mapping; got the text 'just a text'")]
    public void Read_WhatResourcesNeverNeed_IsRefused(string text, string error) =>
        Assert.Equal([error], Texts.Errors(text));

    [Fact]
    public void Read_SameKeyTwice_NamesBothLines()
    {
        var errors = Texts.Errors("apiVersion: v1\nkind: X\nkind: Y");
        Assert.Equal(["test.yaml:3:1: the key 'kind' stands here twice; first in line 2"], errors);
    }

    [Fact]
    public void Read_NoYaml_NamesThePlace()
    {
        var error = Assert.Single(Texts.Read("a: b\n c: d: e").Errors);
        Assert.Equal(2, error.Line);
        Assert.StartsWith("this is not YAML: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(1500)]
    public void Read_DeepBlocks_AreRefused(int depth)
    {
        var text = string.Concat(Enumerable.Range(0, depth).Select(static i => new string(' ', i) + "a:\n"));
        Assert.Contains("deep in each other", Assert.Single(Texts.Errors(text)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void Read_ManyOpenBrackets_AreRefusedAtOnce(char bracket)
    {
        var error = Assert.Single(Texts.Errors("a:\n " + new string(bracket, 1_000_000)));
        Assert.Equal("test.yaml:2:130: more than 128 brackets are open", error);
    }

    [Fact]
    public void Read_ManyValues_AreRefused()
    {
        var text = "a: [" + string.Concat(Enumerable.Repeat("1,", YamlLimits.MaxNodes)) + "1]";
        Assert.EndsWith("more than 200000 values", Assert.Single(Texts.Errors(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LargeText_IsRefused() => Assert.Equal(
        ["test.yaml: the text is larger than 4 MiB"], Texts.Errors(new string(' ', YamlLimits.MaxBytes + 1)));

    [Fact]
    public void Write_WhatWasRead_ReadsBackTheSame()
    {
        const string Text = """
            text: plain words
            quoted: "12"
            yes: "yes"
            empty: ""
            lines: "a\nb"
            colon: "a: b"
            hash: "a #b"
            star: "*a"
            number: 12
            real: 1.5
            flag: true
            nothing: null
            list:
            - 1
            - a: b
              c: []
            - - x
            map: {}

            """;
        Assert.Equal(Text, NodeYaml.Write(ReadOne(Text)).Replace("\"yes\": \"yes\"", "yes: \"yes\"", StringComparison.Ordinal));
        Assert.Equal(NodeYaml.Write(ReadOne(Text)), NodeYaml.Write(ReadOne(NodeYaml.Write(ReadOne(Text)))));
    }

    private static Node ReadOne(string text)
    {
        var errors = new ErrorList("test.yaml");
        var node = Assert.Single(YamlReader.Read(text, errors));
        Assert.Equal(0, errors.Count);
        return node;
    }
}
