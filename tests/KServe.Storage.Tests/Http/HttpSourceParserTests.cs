using KServe.Storage.Archives;
using KServe.Storage.Http;

namespace KServe.Storage.Tests.Http;

public sealed class HttpSourceParserTests
{
    private const string Digest = "#sha256=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("https://host/../x")]
    [InlineData("https://host/a/../../x")]
    [InlineData("https://host/a//b")]
    [InlineData("https://host//x")]
    [InlineData("https://host/a/./b")]
    [InlineData("https://host/%2e%2e/x")]
    [InlineData("https://host/a%2f..%2fx")]
    [InlineData("https://host/a%5cx")]
    [InlineData("https://host/a%00")]
    [InlineData("https://host/CON")]
    [InlineData("http://a\\@127.0.0.1")]
    [InlineData("http://a\\@127.0.0.1/x")]
    [InlineData("https://host\\x")]
    [InlineData("https://user@host/x")]
    [InlineData("https://user:secret@host/x")]
    [InlineData("https://ho st/x")]
    [InlineData("https://host/x\ny")]
    [InlineData("https:///x")]
    [InlineData("https://")]
    [InlineData("https:x")]
    [InlineData("ftp://host/x")]
    [InlineData("file:///x")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("https://host/x#")]
    [InlineData("https://host/x#sha256=12")]
    [InlineData("https://host/x#md5=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("https://host/x#/../../etc")]
    public void Parse_AmbiguousUri_IsRefused(string uri)
    {
        InferenceException error = Assert.Throws<InferenceException>(() => HttpSourceParser.Parse(uri, false));
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_LongName_IsRefused()
    {
        string name = "https://host/" + new string('k', 1024);
        string query = "https://host/?" + new string('k', 9000);
        Assert.Throws<InferenceException>(() => HttpSourceParser.Parse(name, false));
        Assert.Throws<InferenceException>(() => HttpSourceParser.Parse(query, false));
    }

    [Theory]
    [InlineData("https://host/a/model.onnx", "model.onnx", ArchiveKind.None)]
    [InlineData("https://host/a/m%20x.tar.gz?sig=a/../b", "m x.tar.gz", ArchiveKind.TarGzip)]
    [InlineData("https://host/m.TGZ", "m.TGZ", ArchiveKind.TarGzip)]
    [InlineData("https://host/m.zip", "m.zip", ArchiveKind.Zip)]
    [InlineData("https://host/m.tar", "m.tar", ArchiveKind.Tar)]
    [InlineData("https://host", "model", ArchiveKind.None)]
    [InlineData("https://host/", "model", ArchiveKind.None)]
    [InlineData("https://host/a/?x", "model", ArchiveKind.None)]
    internal void Parse_PlainUri_TellsNameAndKind(string uri, string name, ArchiveKind kind)
    {
        HttpSource source = HttpSourceParser.Parse(uri, false);
        Assert.Equal(name, source.FileName);
        Assert.Equal(kind, source.Kind);
        Assert.DoesNotContain("?", source.Display, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Digest_IsTakenFromTheFragment()
    {
        HttpSource source = HttpSourceParser.Parse("https://host/x" + Digest.ToUpperInvariant(), requireDigest: true);
        Assert.Equal(Digest[8..], source.Sha256);
        Assert.Equal("https://host/x", source.Uri.AbsoluteUri);
    }

    [Fact]
    public void Parse_RequiredDigestIsMissing_IsRefused() =>
        Assert.Throws<InferenceException>(() => HttpSourceParser.Parse("https://host/x", requireDigest: true));
}
