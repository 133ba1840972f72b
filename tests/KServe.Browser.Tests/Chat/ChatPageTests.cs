using KServe.Browser.Tests.Browsing;
using KServe.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace KServe.Browser.Tests.Chat;

/// <summary>Holds the page to what it shows of a conversation whose every piece is known.</summary>
public sealed class ChatPageTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public Task Send_Enter_ShowsTheAnswerWhileItGrows() => TalkAsync(async (host, chat) =>
    {
        await chat.AskAsync("Who is there?");
        await Expect(chat.Asked).ToHaveTextAsync("Who is there?");
        await Expect(chat.Question).ToHaveValueAsync("");
        await Expect(chat.Figures).ToHaveTextAsync("waiting");
        await Expect(chat.Send).ToBeHiddenAsync();

        host.Model.Say("Only");
        await Expect(chat.Answer).ToHaveTextAsync("Only");
        await chat.WaitUntilThereIsARateAsync();
        host.Model.Say(" me, the\nmodel.");
        await Expect(chat.Answer).ToHaveTextAsync("Only me, the\nmodel.", new() { UseInnerText = true });
        await Expect(chat.Stop).ToBeVisibleAsync();

        host.Model.End();
        await Expect(chat.Figures).ToHaveTextAsync(ChatView.AllFigures());
        await Expect(chat.Send).ToBeVisibleAsync();
        await Expect(chat.Stop).ToBeHiddenAsync();
        await Expect(chat.Question).ToBeFocusedAsync();
    });

    [Fact]
    public Task Question_ShiftEnter_BreaksTheLineAndSendsNothing() => TalkAsync(async (host, chat) =>
    {
        await chat.Question.PressSequentiallyAsync("One");
        await chat.Question.PressAsync("Shift+Enter");
        await chat.Question.PressSequentiallyAsync("Two");
        await Expect(chat.Question).ToHaveValueAsync("One\nTwo");
        await Expect(chat.Asked).ToHaveCountAsync(0);
        await chat.Send.ClickAsync();
        host.Model.End();
        await Expect(chat.Figures).ToHaveTextAsync("no text");
        Assert.Equal(["user:One\nTwo"], host.Model.Asked);
    });

    [Theory]
    [InlineData("click")]
    [InlineData("Escape")]
    public Task Stop_WhileTheAnswerComes_CancelsItOnTheServerAndKeepsThePart(string how) =>
        TalkAsync(async (host, chat) =>
        {
            await chat.AskAsync("Tell me everything.");
            host.Model.Say("In the beginning");
            await Expect(chat.Answer).ToHaveTextAsync("In the beginning");
            await (how == "click" ? chat.Stop.ClickAsync() : chat.Question.PressAsync(how));
            await host.Model.Cancelled.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            await Expect(chat.Figures).ToHaveTextAsync(ChatView.StoppedFigures());

            await chat.AskAsync("And then?");
            host.Model.Say("Nothing.");
            host.Model.End();
            await Expect(chat.Answer).ToHaveTextAsync("Nothing.");
            Assert.Equal(
                "user:Tell me everything.|assistant:In the beginning|user:And then?", host.Model.Asked.Last());
        });

    [Fact]
    public Task Conversation_TwoTurns_IsSentUntilANewOneBegins() => TalkAsync(async (host, chat) =>
    {
        foreach (var turn in (string[])["1", "2"])
        {
            host.Model.Say($"Answer {turn}");
            host.Model.End();
            await chat.AskToTheEndAsync($"Question {turn}");
            await Expect(chat.Answer).ToHaveTextAsync($"Answer {turn}");
        }

        await chat.Reset.ClickAsync();
        await Expect(chat.Asked).ToHaveCountAsync(0);
        host.Model.End();
        await chat.AskAsync("Question 3");
        await Expect(chat.Figures).ToHaveTextAsync("no text");
        Assert.Equal(
            [
                "user:Question 1",
                "user:Question 1|assistant:Answer 1|user:Question 2",
                "user:Question 3",
            ],
            host.Model.Asked);
    });

    [Fact]
    public async Task Answer_Markup_IsTextAndNothingOfItRuns()
    {
        const string Markup = "<img src=x onerror=\"window.hit = 1\"><script>window.hit = 1</script>"
            + "&amp; </p> <b>\u202ezß𝄞";
        await using var host = await DictatedChat.StartAsync();
        await VisitAsync(host.Address, async page =>
        {
            var chat = new ChatView(page);
            foreach (var rune in Markup.EnumerateRunes())
            {
                host.Model.Say(rune.ToString());
            }

            host.Model.End();
            await chat.AskToTheEndAsync(Markup);
            Assert.Equal(Markup, await chat.Answer.TextContentAsync());
            Assert.Equal(Markup, await chat.Asked.TextContentAsync());
            await Expect(page.Locator("#log :is(img, script, b)")).ToHaveCountAsync(0);
            Assert.True(await page.EvaluateAsync<bool>("() => window.hit === undefined"));
        });
    }

    [Fact]
    public Task Answer_CutAtItsLongest_SaysSo() => TalkAsync(async (host, chat) =>
    {
        host.Model.Say("Many w");
        host.Model.End(GenerationFinishReason.Length);
        await chat.AskAsync("Say many words.");
        await Expect(chat.Figures).ToContainTextAsync("cut at the longest answer");
    });

    [Fact]
    public Task Error_BeforeTheAnswer_IsSaidAndTheQuestionForgotten() => TalkAsync(
        async (host, chat) =>
        {
            host.Model.Fail(InferenceException.InvalidArgument("The prompt is <b>too long</b>."));
            await chat.AskAsync("Too long");
            await Expect(chat.Alert).ToContainTextAsync("Failed: The prompt is <b>too long</b>.");

            host.Model.Say("Good.");
            host.Model.End();
            await chat.AskAsync("Short");
            await Expect(chat.Answer).ToHaveTextAsync("Good.");
            Assert.Equal(["user:Too long", "user:Short"], host.Model.Asked);
        },
        new PageSettings { AllowsFailedRequests = true });

    [Fact]
    public Task Error_AfterTheFirstPiece_KeepsThePieceAndSaysIt() => TalkAsync(async (host, chat) =>
    {
        await chat.AskAsync("Go on");
        host.Model.Say("So far");
        await Expect(chat.Answer).ToHaveTextAsync("So far");
        host.Model.Fail(InferenceException.Unavailable("The engine has stopped."));
        await Expect(chat.Alert).ToContainTextAsync("Failed: The engine has stopped.");
        await Expect(chat.Answer).ToHaveTextAsync("So far");
        await Expect(chat.Send).ToBeVisibleAsync();
    });

    [Fact]
    public Task Error_ServerGone_IsSaidAndAnotherQuestionCanBeAsked() => TalkAsync(
        async (host, chat) =>
        {
            await host.StopAsync();
            await chat.AskAsync("Anybody?");
            await Expect(chat.Alert).ToContainTextAsync("Failed: ");
            await Expect(chat.Send).ToBeVisibleAsync();
        },
        new PageSettings { AllowsFailedRequests = true });

    [Theory]
    [InlineData(false, 1000)]
    [InlineData(true, 1000)]
    [InlineData(false, 320)]
    [InlineData(true, 320)]
    public async Task Page_AnyColoursAndWidth_CanBeReadAndUsed(bool isDark, int width)
    {
        await using var host = await DictatedChat.StartAsync();
        var settings = new PageSettings { IsDark = isDark, Width = width, Height = 640, AllowsFailedRequests = true };
        await VisitAsync(
            host.Address,
            async page =>
            {
                var chat = new ChatView(page);
                await PageChecks.IsAccessibleAsync(page);
                host.Model.Say(string.Concat(Enumerable.Repeat("A long answer with a long word. ", 20)));
                host.Model.Say(new string('w', 200));
                host.Model.End();
                await chat.AskToTheEndAsync("Hello");
                await Expect(chat.Figures).ToHaveTextAsync(ChatView.Figured());
                host.Model.Fail(InferenceException.Unavailable("It is too warm."));
                await chat.AskAsync("Again");
                await Expect(chat.Alert).ToBeInViewportAsync();
                await chat.AskAsync("And now?");
                await Expect(chat.Stop).ToBeInViewportAsync();
                await PageChecks.IsAccessibleAsync(page);
                await PageChecks.FitsItsWidthAsync(page);
                await Expect(chat.Question).ToBeInViewportAsync();
            },
            settings);
    }

    [Fact]
    public async Task Theme_Button_SwitchesTheColours()
    {
        await using var host = await DictatedChat.StartAsync();
        await VisitAsync(host.Address, async page =>
        {
            var theme = page.GetByRole(AriaRole.Button, new() { Name = "Switch between light and dark" });
            var body = page.Locator("body");
            await Expect(body).ToHaveCSSAsync("background-color", "rgb(246, 247, 249)");
            await theme.ClickAsync();
            await Expect(body).ToHaveCSSAsync("background-color", "rgb(20, 23, 28)");
            await PageChecks.IsAccessibleAsync(page);
            await theme.ClickAsync();
            await Expect(body).ToHaveCSSAsync("background-color", "rgb(246, 247, 249)");
        });
    }

    private async Task TalkAsync(Func<DictatedChat, ChatView, Task> talk, PageSettings? settings = null)
    {
        await using var host = await DictatedChat.StartAsync();
        await VisitAsync(host.Address, page => talk(host, new ChatView(page)), settings);
    }
}
