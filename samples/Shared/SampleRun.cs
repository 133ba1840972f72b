namespace KServe.Samples;

/// <summary>What the programs of the samples do in the end, which says nothing about models.</summary>
internal static class SampleRun
{
    /// <summary>Serves until Ctrl+C; with <c>--once</c> on a free port, for as long as a check takes.</summary>
    /// <returns>The exit code: 1 when the check found something wrong.</returns>
    public static async Task<int> RunAsync(this WebApplication app, string[] args, Func<HttpClient, Task<bool>> check)
    {
        if (!args.Contains("--once"))
        {
            await app.RunAsync();
            return 0;
        }

        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync();
        await app.Services.GetRequiredService<ServerHealth>().Started;
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var isGood = await check(client);
        await app.StopAsync();
        return isGood ? 0 : 1;
    }
}
