using KServe.Tool.Commands;
using KServe.Tool.Tests.Support;

namespace KServe.Tool.Tests.Chat;

/// <summary>Talks to a model that the tool serves, both as processes.</summary>
public sealed class ChatCommandTests(ChatServer server) : IClassFixture<ChatServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat_Once_WritesTheAnswerAlone()
    {
        var result = await AskAsync(
            "--model", "chat", "--temperature", "0", "--once", "What is the capital of France?");
        Assert.True(result.ExitCode == ExitCode.Ok, result.Errors);
        Assert.Equal("The capital of France is Paris.", result.Output.TrimEnd());
        Assert.Empty(result.Errors);
    }

    [Fact]
    public void Serve_LanguageModel_TellsHowToAskIt()
    {
        Assert.Contains($"OpenAI {server.Address}/v1\n", server.Greeting, StringComparison.Ordinal);
        Assert.Contains(
            $"  curl {server.Address}/v1/chat/completions", server.Greeting, StringComparison.Ordinal);
        Assert.Contains(
            $"  kserve chat --model chat --url {server.Address}\n", server.Greeting, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_MaxTokens_SaysThatTheAnswerIsCut()
    {
        var result = await AskAsync(
            "--model", "chat", "--temperature", "0", "--max-tokens", "3", "--once", "What is the capital of France?");
        Assert.Equal(ExitCode.Ok, result.ExitCode);
        Assert.StartsWith("The capital", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Paris", result.Output, StringComparison.Ordinal);
        Assert.Contains("Cut at the longest answer.", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_NoSuchModel_SaysWhatTheServerSays()
    {
        var result = await AskAsync("--model", "nobody", "--once", "Hello");
        Assert.Equal(ExitCode.Refused, result.ExitCode);
        Assert.Contains("There is no model of this name", result.Errors, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Chat_NobodyListens_NamesTheAddress()
    {
        var address = $"http://localhost:{ToolProcess.FreePorts(1)[0]}";
        var result = await ToolProcess.RunAsync(Token, "chat", "--url", address, "--model", "chat", "--once", "Hello");
        Assert.Equal(ExitCode.Refused, result.ExitCode);
        Assert.Contains($"error: {address}", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--model", "--once", "Hello")]
    [InlineData("--temperature must be from 0 to 2", "--model", "chat", "--temperature", "3")]
    [InlineData("--max-tokens must be at least 1", "--model", "chat", "--max-tokens", "0")]
    [InlineData("--url must be a URL", "--model", "chat", "--url", "localhost:8080")]
    public async Task Chat_WrongCommandLine_IsRefused(string expected, params string[] args)
    {
        var result = await ToolProcess.RunAsync(Token, ["chat", .. args]);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
    }

    private Task<ToolResult> AskAsync(params string[] args) =>
        ToolProcess.RunAsync(Token, ["chat", "--url", server.Address, .. args]);
}
