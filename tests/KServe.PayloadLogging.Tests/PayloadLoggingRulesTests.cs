namespace KServe.PayloadLogging.Tests;

public sealed class PayloadLoggingRulesTests
{
    [Theory]
    [InlineData("http://sink/path")]
    [InlineData("https://sink")]
    [InlineData("file:///var/log/kserve")]
    [InlineData("/var/log/kserve")]
    [InlineData("logs")]
    [InlineData("s3://bucket/prefix")]
    public void Check_Urls_AreTaken(string url) =>
        Assert.Empty(PayloadLoggingRules.Check(new PayloadLoggingOptions { Url = url }, ""));

    [Fact]
    public void Check_EverythingWrong_NamesEachOption()
    {
        var options = new PayloadLoggingOptions
        {
            Url = "http://",
            Mode = (PayloadLogMode)9,
            Form = (PayloadForm)9,
            SampleRate = double.NaN,
            MaxPayloadBytes = -1,
            QueueLength = 0,
            QueueBytes = 0,
            BatchSize = 0,
            BatchInterval = TimeSpan.FromSeconds(-1),
            FlushTimeout = TimeSpan.FromDays(1),
            MetadataHeaders = { "not a name" },
            Http =
            {
                Mode = (CloudEventMode)9,
                MaxConcurrency = 0,
                Timeout = TimeSpan.Zero,
                MaxAttempts = 0,
                RetryDelay = TimeSpan.FromHours(1),
            },
            File =
            {
                Format = (PayloadFileFormat)9,
                Path = "../up",
                MaxFileBytes = 0,
                MaxFileAge = TimeSpan.Zero,
                MaxFiles = -1,
            },
        };
        Assert.Equal(
            [
                "Url", "Mode", "Form", "MetadataHeaders", "SampleRate", "MaxPayloadBytes", "QueueLength", "QueueBytes",
                "BatchSize", "BatchInterval", "FlushTimeout", "Http:Mode", "Http:MaxConcurrency", "Http:Timeout",
                "Http:MaxAttempts", "Http:RetryDelay", "File:Format", "File:Path", "File:MaxFileBytes",
                "File:MaxFileAge", "File:MaxFiles",
            ],
            PayloadLoggingRules.Check(options, "K:").Select(static error => error["K:".Length..error.IndexOf(' ')]));
    }
}
