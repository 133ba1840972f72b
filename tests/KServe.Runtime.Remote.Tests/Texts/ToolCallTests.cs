using KServe.Client.Tests;
using KServe.Protocol;

namespace KServe.Runtime.Remote.Tests.Texts;

/// <summary>Tool calls as servers number them, or not.</summary>
public sealed class ToolCallTests
{
    [Theory]
    [InlineData(
        """[{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}]""",
        """[{"index":0,"function":{"arguments":"}"}}]""",
        """[{"index":1,"id":"b","function":{"name":"g","arguments":"[]"}}]""")]
    [InlineData(
        """[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]""",
        """[{"index":0,"id":"b","function":{"name":"g","arguments":"[]"}}]""",
        "[]")]
    [InlineData(
        """[{"id":"a","function":{"name":"f","arguments":"{"}}]""",
        """[{"function":{"arguments":"}"}}]""",
        """[{"id":"b","function":{"name":"g","arguments":"[]"}}]""")]
    [InlineData(
        """[{"index":5,"id":"a","function":{"name":"f","arguments":"{"}},{"index":9,"id":"b","function":{"name":"g","arguments":"["}}]""",
        """[{"index":9,"function":{"arguments":"]"}}]""",
        """[{"index":5,"id":"a","function":{"arguments":"}"}}]""")]
    public async Task GenerateAsync_AnyNumbering_GivesTheTwoCalls(string first, string second, string third)
    {
        await using var server = await ScriptedServer.StartAsync(context => TextAnswers.IsGeneration(context)
            ? TextAnswers.SendAsync(context, Delta(first), Delta(second), Delta(third), TextAnswers.End, "[DONE]")
            : Answers.StatusAsync(context, 404));
        await using var remote = await RemoteText.LoadAsync(server.Address);
        var result = new GenerationResult();
        await foreach (var update in remote.Model.GenerateAsync(
            RemoteText.Chat, TestContext.Current.CancellationToken))
        {
            result.Add(update);
        }

        var (_, choice) = Assert.Single(result.Choices);
        Assert.Equal([new ToolCall("a", "f", "{}"), new ToolCall("b", "g", "[]")], choice.ToolCalls);
    }

    [Fact]
    public async Task GenerateAsync_EmptyIds_GetSomeOfTheirOwn()
    {
        const string Calls =
            """[{"id":"","function":{"name":"f","arguments":"{}"}},{"id":"","function":{"name":"g","arguments":"[]"}}]""";
        await using var server = await ScriptedServer.StartAsync(static context => TextAnswers.IsGeneration(context)
            ? TextAnswers.SendAsync(context, Delta(Calls), TextAnswers.End, "[DONE]")
            : Answers.StatusAsync(context, 404));
        await using var remote = await RemoteText.LoadAsync(server.Address);
        var result = new GenerationResult();
        await foreach (var update in remote.Model.GenerateAsync(
            RemoteText.Chat, TestContext.Current.CancellationToken))
        {
            result.Add(update);
        }

        var (_, choice) = Assert.Single(result.Choices);
        Assert.Equal([new ToolCall("call_0", "f", "{}"), new ToolCall("call_1", "g", "[]")], choice.ToolCalls);
    }

    private static string Delta(string calls) =>
        "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":" + calls + "}}]}";
}
