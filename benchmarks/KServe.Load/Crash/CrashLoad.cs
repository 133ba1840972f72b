using System.Text;
using System.Text.Json;

namespace KServe.Load.Crash;

/// <summary>Asks and reloads one server until it has gone, and checks every answer.</summary>
internal sealed class CrashLoad(Uri server, FileOrigin origin, CrashTally tally)
{
    private static readonly Uri Infer = new($"/v2/models/{CrashServer.Model}/infer", UriKind.Relative);
    private static readonly Uri Load = new($"/v2/repository/models/{CrashServer.Model}/load", UriKind.Relative);

    public async Task RunAsync(int concurrency, CancellationToken gone)
    {
        using var http = new HttpClient { BaseAddress = server };
        await Task.WhenAll(
        [
            .. Enumerable.Range(0, concurrency).Select(_ => RepeatAsync(() => AskAsync(http), gone)),
            RepeatAsync(() => ReloadAsync(http), gone),
        ]);
    }

    /// <summary>Asks once; the answer may not be of another file than there is or was.</summary>
    public async Task AskAsync(HttpClient http)
    {
        var known = tally.Newest;
        var (status, body) = await PostAsync(
            http, Infer, """{"inputs":[{"name":"x","shape":[1],"datatype":"INT32","data":[1]}]}""");
        if (status != 200)
        {
            tally.Violate($"status {status}: {body}");
            return;
        }

        using var json = JsonDocument.Parse(body);
        tally.Answered(json.RootElement.GetProperty("outputs")[0].GetProperty("data")[0].GetInt32(), known);
    }

    // A new file is there before each reload: downloads and switches are what is interrupted.
    private async Task ReloadAsync(HttpClient http)
    {
        origin.Next();
        tally.Reloaded();
        var (status, body) = await PostAsync(http, Load, "{}");
        if (status != 200)
        {
            tally.Violate($"reload: status {status}: {body}");
        }
    }

    private async Task RepeatAsync(Func<Task> call, CancellationToken gone)
    {
        while (!gone.IsCancellationRequested)
        {
            try
            {
                await call();
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                tally.Lost();
                if (!gone.IsCancellationRequested)
                {
                    // Killed, but not known to be yet: the connection is refused until it is.
                    await Task.Yield();
                }
            }
        }
    }

    private static async Task<(int Status, string Body)> PostAsync(HttpClient http, Uri path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(path, content);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
