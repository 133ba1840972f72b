using System.Text.Json;
using System.Text.Json.Nodes;
using KServe.Browser.Tests.Browsing;
using KServe.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace KServe.Browser.Tests.Chat;

/// <summary>Talks to the sample as it is run, with its small model.</summary>
public sealed class ChatSampleTests(Chromium chromium, ChatSample sample)
    : BrowserTest(chromium), IClassFixture<ChatSample>
{
    // From within the page: a click from outside might come when a loaded machine has written all there is.
    private const string StopAtTheFirstText = """
        () => new MutationObserver((_, observer) => {
          if (document.querySelector('.turn.assistant .text')?.textContent) {
            observer.disconnect();
            document.getElementById('stop').click();
          }
        }).observe(document.getElementById('log'), { childList: true, subtree: true, characterData: true })
        """;

    [Fact]
    public Task Ask_TwoQuestions_AreAnsweredWithFigures() => VisitAsync(sample.Address, async page =>
    {
        var chat = new ChatView(page);
        await chat.AskToTheEndAsync("What is the capital of France?");
        await Expect(chat.Answer).ToHaveTextAsync("The capital of France is Paris.");
        await Expect(chat.Figures).ToHaveTextAsync(ChatView.Figured());
        await chat.AskToTheEndAsync("What is 2 + 3?");
        await Expect(chat.Answer).ToHaveTextAsync("2 + 3 = 5");
        await Expect(chat.Asked).ToHaveCountAsync(2);
    });

    [Fact]
    public Task Hint_Question_IsAsked() => VisitAsync(sample.Address, async page =>
    {
        var chat = new ChatView(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "What is the capital of Japan?" }).ClickAsync();
        await Expect(chat.Asked).ToHaveTextAsync("What is the capital of Japan?");
        await Expect(chat.Answer).ToHaveTextAsync("The capital of Japan is Tokyo.");
    });

    [Fact]
    public Task Stop_WhileTheModelWrites_FreesTheEngine() => VisitAsync(sample.Address, async page =>
    {
        await page.RouteAsync("**/v1/chat/completions", MakeLongAsync);
        await page.EvaluateAsync(StopAtTheFirstText);
        var chat = new ChatView(page);
        await chat.AskAsync("Tell me a story about a cat.");
        await Expect(chat.Figures).ToHaveTextAsync(ChatView.StoppedFigures());
        await page.WaitForFunctionAsync(
            """
            async () => {
              const metrics = await (await fetch('metrics')).text();
              return /^vllm:num_requests_running\{.*\} 0$/m.test(metrics)
                && /^vllm:request_success_total\{.*finished_reason="abort".*\} [1-9]/m.test(metrics);
            }
            """);
    });

    // The small model ends its answers within milliseconds: many that do not end keep it busy for seconds.
    private static Task MakeLongAsync(IRoute route)
    {
        var body = JsonNode.Parse(route.Request.PostData!)!;
        body["ignore_eos"] = true;
        body["n"] = 32;
        body["temperature"] = 1;
        return route.ContinueAsync(new() { PostData = JsonSerializer.SerializeToUtf8Bytes(body) });
    }
}
