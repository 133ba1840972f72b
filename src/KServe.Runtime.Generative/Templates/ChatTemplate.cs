using KServe.Runtime.Generative.Templates.Functions;
using KServe.Runtime.Generative.Templates.Statements;
using KServe.Runtime.Generative.Templates.Syntax;
using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates;

/// <summary>Writes the prompt of a conversation as a model was trained to read it.</summary>
/// <remarks>
/// Runs the part of Jinja that published chat templates use, set up as the transformers library sets it up. Templates
/// reach nothing but their inputs; steps, output and nesting are bounded. Immutable and thread-safe.
/// </remarks>
public sealed class ChatTemplate
{
    private const int LongestSource = 1 << 20;
    private readonly BlockStatement _body;

    private ChatTemplate(BlockStatement body) => _body = body;

    /// <summary>Reads a template.</summary>
    /// <param name="source">The template, at most 1048576 characters.</param>
    /// <returns>The template.</returns>
    /// <exception cref="InferenceException">The text is no template; the message names the line.</exception>
    public static ChatTemplate Parse(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Length > LongestSource
            ? throw InferenceException.InvalidArgument($"chat template: more than {LongestSource} characters")
            : new ChatTemplate(TemplateParser.Parse(source));
    }

    /// <summary>Writes the prompt of a conversation.</summary>
    /// <param name="input">The conversation.</param>
    /// <param name="timeProvider">The clock that templates ask for the date; the system's when null.</param>
    /// <returns>The prompt.</returns>
    /// <exception cref="InferenceException">The template refuses the conversation or fails.</exception>
    public string Render(ChatTemplateInput input, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        var globals = new TemplateScope(null);
        Globals.AddTo(globals);
        var scope = new TemplateScope(globals);
        scope.Set("messages", JsonValues.From(input.Messages, "messages"));
        scope.Set("tools", input.Tools is { } tools ? JsonValues.From(tools, "tools") : null);
        scope.Set("documents", input.Documents is { } documents ? JsonValues.From(documents, "documents") : null);
        scope.Set("add_generation_prompt", input.AddGenerationPrompt);
        foreach (var (name, token) in input.SpecialTokens)
        {
            scope.Set(name, token);
        }

        foreach (var (name, value) in input.Arguments)
        {
            scope.Set(name, JsonValues.From(value, name));
        }

        var context = new RenderContext(scope, timeProvider ?? TimeProvider.System);
        _body.Render(context);
        return context.Output.ToString();
    }
}
