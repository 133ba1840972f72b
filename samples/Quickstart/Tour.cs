using Spectre.Console;

namespace Quickstart;

/// <summary>Sends one request per protocol and prints what came back.</summary>
internal static class Tour
{
    public static async Task<bool> RunAsync(int httpPort, int grpcPort, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var http = new Uri($"http://localhost:{httpPort}");
        var grpc = new Uri($"http://localhost:{grpcPort}");
        List<Answer> answers =
        [
            await HttpCalls.PredictV1Async(client, http, cancellationToken),
            await HttpCalls.InferJsonAsync(client, http, cancellationToken),
            await HttpCalls.InferBinaryAsync(client, http, cancellationToken),
            await GrpcCall.InferAsync(client, grpc, cancellationToken),
        ];

        var table = new Table().Border(TableBorder.Rounded).AddColumns("Protocol", "Model", "Request", "Answer");
        foreach (var answer in answers)
        {
            table.AddRow(
                Markup.Escape(answer.Protocol),
                Markup.Escape(answer.Model),
                Markup.Escape(answer.Request),
                $"[{(answer.IsGood ? "green" : "red")}]{Markup.Escape(answer.Response)}[/]");
        }

        CreateConsole().Write(table);
        return answers.TrueForAll(static answer => answer.IsGood);
    }

    public static void PrintWhatToTry(int httpPort) => Console.WriteLine(
        $$"""
        Serving until Ctrl+C. Try:
          curl http://localhost:{{httpPort}}/v2/models/iris
          curl http://localhost:{{httpPort}}/v1/models/churn:predict \
            -H 'Content-Type: application/json' -d '{"instances": [[2, 90, 4]]}'
          curl http://localhost:{{httpPort}}/metrics
        """);

    // Colours and the width of the screen, unless the output goes to a file.
    private static IAnsiConsole CreateConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        console.Profile.Width = Console.IsOutputRedirected ? 120 : console.Profile.Width;
        return console;
    }
}
