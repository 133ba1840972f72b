using KServe.Tool.Commands;
using KServe.Tool.Tests.Support;
using static KServe.Tool.Tests.Chat.ScriptedServer;

namespace KServe.Tool.Tests.Chat;

/// <summary>Talks by the command as a process of its own, and interrupts it.</summary>
public sealed class ChatTerminalTests
{
    private const int EndedByInterrupt = 130;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Interrupt_WhileAnAnswerComes_StopsItAndGoesOn()
    {
        await using var server = await StartAsync(Piece("Once upon") + Waits, Piece("Yes") + Done);
        await using var chat = Start(server);
        await chat.SayAsync("Tell");
        await chat.ReadPartToAsync("Once upon", Token);
        chat.Interrupt();
        await chat.ReadPartToAsync("> ", Token);
        await chat.SayAsync("More?");
        await chat.ReadPartToAsync("Yes", Token);
        await chat.SayAsync("/exit");
        var result = await chat.ExitAsync(Token);
        Assert.True(result.ExitCode == ExitCode.Ok, result.Errors);
        Assert.Contains("Stopped.", result.Errors, StringComparison.Ordinal);
        Assert.Equal("user:Tell|assistant:Once upon|user:More?", server.Asked.Last());
    }

    [Fact]
    public async Task Interrupt_BetweenAnswers_Ends()
    {
        await using var server = await StartAsync(Piece("Yes") + Done);
        await using var chat = Start(server);
        await chat.SayAsync("Well?");
        await chat.ReadPartToAsync("Yes", Token);
        await chat.ReadPartToAsync("> ", Token);
        chat.Interrupt();
        Assert.Equal(EndedByInterrupt, (await chat.ExitAsync(Token)).ExitCode);
    }

    private static ToolProcess Start(ScriptedServer server) =>
        ToolProcess.Start("chat", "--url", server.Address.OriginalString, "--model", "any");
}
