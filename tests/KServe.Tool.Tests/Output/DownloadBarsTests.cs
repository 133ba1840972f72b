using KServe.Tool.Output;
using Spectre.Console;

namespace KServe.Tool.Tests.Output;

public sealed class DownloadBarsTests : IDisposable
{
    private readonly SignallingWriter _text = new();

    public void Dispose() => _text.Dispose();

    [Fact]
    public async Task DrawAsync_NoDownload_DrawsNothing()
    {
        await DownloadBars.DrawAsync(NewConsole(), new DownloadBoard(), Task.CompletedTask, TimeProvider.System);

        Assert.Empty(_text.ToString());
    }

    [Fact]
    public async Task DrawAsync_Download_ShowsTheFileAndNoSecretsOfItsUri()
    {
        var board = new DownloadBoard();
        var loaded = new TaskCompletionSource();
        var drawing = DownloadBars.DrawAsync(NewConsole(), board, loaded.Task, TimeProvider.System);
        board.Report(new DownloadProgress("https://h/models/iris.onnx?sig=secret", BytesDone: 5, BytesTotal: 10));
        board.Report(new DownloadProgress("https://h/models/iris.onnx?sig=secret", BytesDone: 10, BytesTotal: 10));
        await board.First.WaitAsync(TestContext.Current.CancellationToken);
        await _text.Written.WaitAsync(TestContext.Current.CancellationToken);
        loaded.SetResult();
        await drawing;

        Assert.Contains("iris.onnx", _text.ToString(), StringComparison.Ordinal);
        Assert.Contains("100%", _text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", _text.ToString(), StringComparison.Ordinal);
    }

    private IAnsiConsole NewConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(_text),
        });
        console.Profile.Width = 120;
        return console;
    }
}
