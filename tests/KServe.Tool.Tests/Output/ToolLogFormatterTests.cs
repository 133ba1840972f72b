using KServe.Tool.Output;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KServe.Tool.Tests.Output;

public sealed class ToolLogFormatterTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Write_Exception_HasStackTraceOnlyWhenAskedFor(bool withStackTraces)
    {
        var options = Options.Create(new ToolLogFormatterOptions { WithStackTraces = withStackTraces });
        var formatter = new ToolLogFormatter(options, TimeProvider.System);
        using var text = new StringWriter();

        formatter.Write(
            new LogEntry<string>(
                LogLevel.Error, "KServe.X", default, "it failed", Thrown(), static (state, _) => state),
            scopeProvider: null,
            text);

        Assert.EndsWith("\n", text.ToString(), StringComparison.Ordinal);
        Assert.Contains(" error KServe.X: it failed: ", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("the disk is full", text.ToString(), StringComparison.Ordinal);
        Assert.Equal(withStackTraces, text.ToString().Contains("   at ", StringComparison.Ordinal));
        Assert.Equal(withStackTraces, text.ToString().TrimEnd().Contains('\n', StringComparison.Ordinal));
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("outer", new IOException("the disk is full"));
        }
        catch (InvalidOperationException error)
        {
            return error;
        }
    }
}
