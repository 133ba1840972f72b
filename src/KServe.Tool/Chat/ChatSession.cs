using System.Text;
using KServe.Tool.Commands;
using KServe.Tool.Output;
using Spectre.Console;

namespace KServe.Tool.Chat;

/// <summary>Holds a conversation: reads questions, writes answers while they come, and remembers both.</summary>
/// <remarks>One caller runs it; <see cref="StopAnswer"/> may be called from any thread.</remarks>
internal sealed class ChatSession(ChatCall call, ChatSettings settings, TextReader questions, ToolConsole console)
{
    private readonly List<ChatTurn> _turns = [];
    private readonly Lock _lock = new();
    private CancellationTokenSource? _answer;

    /// <summary>Talks until <c>/exit</c> or the end of the questions.</summary>
    /// <remarks>Passes over empty lines: pasted text has them, and its rest must not reach the shell.</remarks>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        console.Out.MarkupLineInterpolated(
            $"[dim]Talking to {settings.Model}. /exit ends, /reset forgets, Ctrl+C stops an answer.[/]");
        while (await ReadAsync() is { } question and not "/exit")
        {
            if (question.Length == 0)
            {
                continue;
            }

            if (question == "/reset")
            {
                _turns.Clear();
                console.Out.MarkupLine("[dim]Forgotten.[/]");
            }
            else
            {
                await TryAskAsync(question);
            }
        }

        return ExitCode.Ok;
    }

    /// <summary>Asks one question.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> AskOnceAsync(string question) =>
        await TryAskAsync(question) ? ExitCode.Ok : ExitCode.Refused;

    /// <summary>Stops the answer that is being written.</summary>
    /// <returns><see langword="false"/> when there is none.</returns>
    public bool StopAnswer()
    {
        lock (_lock)
        {
            _answer?.Cancel();
            return _answer is not null;
        }
    }

    private async Task<string?> ReadAsync()
    {
        console.Out.Markup("[bold]>[/] ");
        var line = await questions.ReadLineAsync();
        if (line is null)
        {
            // What comes after the end of the questions, as a shell's prompt, has a line of its own.
            console.WriteLine();
        }

        return line?.Trim();
    }

    private async Task<bool> TryAskAsync(string question)
    {
        using var stop = new CancellationTokenSource();
        Begin(stop);
        try
        {
            return await AskAsync(new ChatTurn("user", question), stop.Token);
        }
        finally
        {
            Begin(next: null);
        }
    }

    private void Begin(CancellationTokenSource? next)
    {
        lock (_lock)
        {
            _answer = next;
        }
    }

    private async Task<bool> AskAsync(ChatTurn question, CancellationToken cancellationToken)
    {
        var answer = new StringBuilder();
        string? note = null;
        try
        {
            await foreach (var part in call.AskAsync(Turns(question), cancellationToken))
            {
                answer.Append(part.Text);
                console.Write(Printable(part.Text));
                note = part.FinishReason == "length" ? "Cut at the longest answer." : note;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            note = "Stopped.";
        }
        catch (ChatCallException error)
        {
            EndLine(answer);
            console.Fail([error.Message]);
            return false;
        }

        EndLine(answer);
        if (note is not null)
        {
            console.Note(note);
        }

        if (answer.Length > 0)
        {
            _turns.Add(question);
            _turns.Add(new ChatTurn("assistant", answer.ToString()));
        }

        return true;
    }

    private IEnumerable<ChatTurn> Turns(ChatTurn question) => settings.System is { } system
        ? [new ChatTurn("system", system), .. _turns, question]
        : [.. _turns, question];

    // What a model writes must not steer the terminal.
    private static string Printable(string text) => text.AsSpan().ContainsAnyInRange('\0', '\u001f')
        || text.AsSpan().ContainsAnyInRange('\u007f', '\u009f')
            ? string.Concat(text.Where(static c => c is '\n' or '\t' || !char.IsControl(c)))
            : text;

    private void EndLine(StringBuilder answer)
    {
        if (answer.Length > 0)
        {
            console.WriteLine();
        }
    }
}
