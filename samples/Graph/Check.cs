using System.Text;

namespace Graph;

/// <summary>Sends the requests of the README and compares what comes back.</summary>
internal static class Check
{
    private const string Graph = "/graphs/support";
    private const string Technical = """{"instances": [{"text": "It does not start"}]}""";

    public static async Task<bool> RunAsync(HttpClient client)
    {
        const string Invoice = """{"instances": [{"text": "I paid the invoice twice"}]}""";
        const string Billing = """{"predictions":["billing answers \"I paid the invoice twice\""]}""";
        var isGood = true;
        foreach (var path in (string[])[Graph, "/v1/models/support:predict"])
        {
            var answer = await PostAsync(client, path, Invoice);
            isGood &= answer == Billing;
            Console.WriteLine($"{path} {Invoice}\n  {answer}");
        }

        // One of ten, exactly.
        var second = 0;
        for (var i = 0; i < 20; i++)
        {
            var answer = await PostAsync(client, Graph, Technical);
            second += answer.Contains("version 2", StringComparison.Ordinal) ? 1 : 0;
        }

        Console.WriteLine($"{Graph} {Technical}\n  {second} of 20 by version 2");
        return isGood && second == 2;
    }

    private static async Task<string> PostAsync(HttpClient client, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        return await response.Content.ReadAsStringAsync();
    }
}
