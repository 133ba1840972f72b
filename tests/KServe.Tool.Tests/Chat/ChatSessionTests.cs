using KServe.Tool.Chat;
using KServe.Tool.Commands;
using KServe.Tool.Output;
using static KServe.Tool.Tests.Chat.ScriptedServer;

namespace KServe.Tool.Tests.Chat;

/// <summary>Holds conversations with a server whose answers are known.</summary>
public sealed class ChatSessionTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    [Fact]
    public async Task Run_Conversation_SendsWhatWasSaidUntilItIsForgotten()
    {
        await using var server = await StartAsync(
            Piece("Hel") + Piece("lo") + Done, Piece("Good") + Done, Piece("Who?") + Done);
        var code = await RunAsync(server, "Hi\nHow are you?\n/reset\nAgain\n/exit\nNever asked\n");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal(
            [
                "system:Be brief.|user:Hi",
                "system:Be brief.|user:Hi|assistant:Hello|user:How are you?",
                "system:Be brief.|user:Again",
            ],
            server.Asked);
        Assert.Contains("> Hello\n> Good\n> Forgotten.\n> Who?\n> ", Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_EmptyLines_ArePassedOverUntilTheEnd()
    {
        await using var server = await StartAsync(Piece("Yes") + Done);
        Assert.Equal(ExitCode.Ok, await RunAsync(server, "\n  \nAsked\n\n"));
        Assert.Equal(ExitCode.Ok, await RunAsync(server, ""));
        Assert.Equal(["system:Be brief.|user:Asked"], server.Asked);
        Assert.EndsWith("> \n", Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StopAnswer_WhileItComes_KeepsThePartAndGoesOn()
    {
        await using var server = await StartAsync(Piece("Once upon") + Waits, Piece("Yes") + Done);
        using var writer = new WatchingWriter("Once upon");
        using var call = new ChatCall(Settings(server));
        var session = new ChatSession(
            call, Settings(server), new StringReader("Tell\nMore?\n"), new ToolConsole(writer, _errors));
        var run = session.RunAsync();
        await writer.Seen.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.True(session.StopAnswer());
        Assert.Equal(ExitCode.Ok, await run);
        Assert.Equal("system:Be brief.|user:Tell|assistant:Once upon|user:More?", server.Asked.Last());
        Assert.Contains("Stopped.", _errors.ToString(), StringComparison.Ordinal);
        Assert.False(session.StopAnswer());
    }

    [Fact]
    public async Task Run_AnswerFails_SaysSoAndForgetsTheQuestion()
    {
        await using var server = await StartAsync(
            Piece("So") + "data: {\"error\":{\"message\":\"It is too warm.\"}}\n\n" + Done,
            Piece("So"),
            "data: <html>\n\n",
            Piece("Fine") + Done);
        await RunAsync(server, "One\nTwo\nThree\nFour\n");
        var errors = _errors.ToString();
        Assert.Contains("error: It is too warm.", errors, StringComparison.Ordinal);
        Assert.Contains("the answer broke off", errors, StringComparison.Ordinal);
        Assert.Contains("the answer is not one of OpenAI's API", errors, StringComparison.Ordinal);
        Assert.Equal("system:Be brief.|user:Four", server.Asked.Last());
    }

    [Fact]
    public async Task AskOnce_AnswerBreaksOff_IsRefused()
    {
        await using var server = await StartAsync(Piece("So"));
        using var call = new ChatCall(Settings(server));
        var session = new ChatSession(call, Settings(server), TextReader.Null, new ToolConsole(_output, _errors));
        Assert.Equal(ExitCode.Refused, await session.AskOnceAsync("Hello"));
    }

    [Fact]
    public async Task Run_ControlCharacters_DoNotReachTheTerminal()
    {
        await using var server = await StartAsync(Piece("a\u001b[2Jb\n\tc\u009bd") + Done);
        await RunAsync(server, "Hi\n");
        Assert.Contains("> a[2Jb\n\tcd\n", Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    private string Output => _output.ToString().ReplaceLineEndings("\n");

    private static ChatSettings Settings(ScriptedServer server) =>
        new(server.Address, Key: null, "any") { System = "Be brief." };

    private async Task<int> RunAsync(ScriptedServer server, string questions)
    {
        using var call = new ChatCall(Settings(server));
        var console = new ToolConsole(_output, _errors);
        return await new ChatSession(call, Settings(server), new StringReader(questions), console).RunAsync();
    }
}
