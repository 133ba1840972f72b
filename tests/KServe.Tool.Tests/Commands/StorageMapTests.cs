using KServe.Tool.Commands;
using KServe.Tool.Output;

namespace KServe.Tool.Tests.Commands;

public sealed class StorageMapTests
{
    [Fact]
    public void Read_StorageMap_MapsBeginningsOfUris()
    {
        var settings = Read(out var errors, "--storage-map", "gs://a/=./x=y", "--storage-map=s3://b/=https://h/m/");
        Assert.Empty(errors);
        Assert.Equal("./x=y", settings.StorageMap["gs://a/"]);
        Assert.Equal("https://h/m/", settings.StorageMap["s3://b/"]);
    }

    [Theory]
    [InlineData("takes prefix=path-or-uri", "gs://a/")]
    [InlineData("takes prefix=path-or-uri", "=x")]
    [InlineData("takes prefix=path-or-uri", "gs://a/=")]
    [InlineData("'gs://a/' is given twice", "gs://a/=x", "gs://a/=y")]
    public void Read_WrongStorageMap_SaysSo(string expected, params string[] values)
    {
        Read(out var errors, [.. values.SelectMany(static value => (string[])["--storage-map", value])]);
        Assert.Contains(expected, Assert.Single(errors), StringComparison.Ordinal);
    }

    private static ServeSettings Read(out IReadOnlyList<string> errors, params string[] args)
    {
        var options = new ServeOptionSet();
        var result = KServeCommand.Parse(args, options, new ToolConsole());
        Assert.Empty(result.Errors);
        var reader = new ServeSettingsReader(options, result);
        var settings = reader.Read();
        errors = reader.Errors;
        return settings;
    }
}
