using Spectre.Console;

namespace KServe.Tool.Output;

/// <summary>Draws a progress bar per download until the models are loaded.</summary>
internal static class DownloadBars
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Draws until a task ends; draws nothing when nothing is downloaded before.</summary>
    public static async Task DrawAsync(IAnsiConsole console, DownloadBoard board, Task until, TimeProvider time)
    {
        await Task.WhenAny(board.First, until);
        if (until.IsCompleted)
        {
            return;
        }

        await console.Progress()
            .HideCompleted(false)
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new DownloadedColumn(),
                new TransferSpeedColumn())
            .StartAsync(context => DrawAsync(context, board, until, time));
    }

    private static async Task DrawAsync(ProgressContext context, DownloadBoard board, Task until, TimeProvider time)
    {
        Dictionary<string, ProgressTask> bars = new(StringComparer.Ordinal);
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            Update(context, board, bars);
            await Task.WhenAny(until, timer.WaitForNextTickAsync().AsTask());
        }
        while (!until.IsCompleted);

        Update(context, board, bars);
        foreach (var bar in bars.Values)
        {
            bar.StopTask();
        }
    }

    private static void Update(ProgressContext context, DownloadBoard board, Dictionary<string, ProgressTask> bars)
    {
        foreach (var download in board.Snapshot())
        {
            if (!bars.TryGetValue(download.Uri, out var bar))
            {
                bar = context.AddTask(Markup.Escape(Shorten(download.Uri)));
                bars.Add(download.Uri, bar);
            }

            bar.IsIndeterminate = download.BytesTotal is null;
            bar.MaxValue = Math.Max(1, download.BytesTotal ?? download.BytesDone);
            bar.Value = download.BytesDone;
        }
    }

    // Queries carry signatures and tokens, which nobody wants on a screen.
    private static string Shorten(string uri)
    {
        var path = uri.AsSpan();
        var end = path.IndexOfAny('?', '#');
        path = end < 0 ? path : path[..end];
        return path[(path.TrimEnd('/').LastIndexOf('/') + 1)..].ToString();
    }
}
