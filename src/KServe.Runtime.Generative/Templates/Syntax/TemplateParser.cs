using System.Runtime.CompilerServices;
using KServe.Runtime.Generative.Templates.Expressions;
using KServe.Runtime.Generative.Templates.Statements;

namespace KServe.Runtime.Generative.Templates.Syntax;

/// <summary>Reads a template.</summary>
internal sealed class TemplateParser
{
    private readonly TokenReader _reader;
    private readonly ExpressionParser _expressions;
    private int _loops;

    private TemplateParser(List<Token> tokens)
    {
        _reader = new TokenReader(tokens);
        _expressions = new ExpressionParser(_reader);
    }

    /// <summary>Reads the text of a template.</summary>
    /// <exception cref="InferenceException">The text is no template.</exception>
    public static BlockStatement Parse(string source)
    {
        var parser = new TemplateParser(TemplateLexer.Read(source));
        var body = parser.ParseBody([], out _);
        return body;
    }

    // Reads up to one of the words, which is taken; the rest of its tag is not.
    private BlockStatement ParseBody(string[] ends, out string end)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw _reader.Error("the template is nested too deeply");
        }

        List<Statement> statements = [];
        var line = _reader.Current.Line;
        while (true)
        {
            var token = _reader.Next();
            switch (token.Kind)
            {
                case TokenKind.Data:
                    statements.Add(new DataStatement(token.Text));
                    break;
                case TokenKind.VariableBegin:
                    statements.Add(new PrintStatement(_expressions.ParseTuple()));
                    _reader.Expect(TokenKind.VariableEnd, "'}}'");
                    break;
                case TokenKind.BlockBegin:
                    var word = _reader.Expect(TokenKind.Name, "a statement");
                    if (Array.IndexOf(ends, word.Text) >= 0)
                    {
                        end = word.Text;
                        return new BlockStatement(statements);
                    }

                    statements.Add(ParseStatement(word));
                    break;
                default:
                    end = "";
                    return ends.Length == 0
                        ? new BlockStatement(statements)
                        : throw TemplateLexer.Error(line, $"'{string.Join("' or '", ends)}' is missing");
            }
        }
    }

    private Statement ParseStatement(Token word)
    {
        switch (word.Text)
        {
            case "if":
                return ParseIf();
            case "for":
                return ParseFor();
            case "set":
                return ParseSet();
            case "macro":
                return ParseMacro();
            case "call":
                return ParseCall(word.Line);
            case "filter":
                return ParseFilterBlock();
            case "with":
                return ParseWith();
            case "generation":
                EndTag();
                var body = ParseBody(["endgeneration"], out _);
                EndTag();
                return body;
            case "break" or "continue" when _loops > 0:
                EndTag();
                return new LoopControlStatement(word.Text == "break" ? LoopSignal.Break : LoopSignal.Continue);
            case "break" or "continue":
                throw TemplateLexer.Error(word.Line, $"'{word.Text}' stands outside a loop");
            default:
                throw TemplateLexer.Error(word.Line, $"the statement '{word.Text}' is not supported");
        }
    }

    private void EndTag() => _reader.Expect(TokenKind.BlockEnd, "'%}'");

    private IfStatement ParseIf()
    {
        List<(Expression, BlockStatement)> branches = [];
        BlockStatement? otherwise = null;
        var end = "elif";
        while (end == "elif")
        {
            var condition = _expressions.ParseTuple();
            EndTag();
            branches.Add((condition, ParseBody(["elif", "else", "endif"], out end)));
        }

        if (end == "else")
        {
            EndTag();
            otherwise = ParseBody(["endif"], out _);
        }

        EndTag();
        return new IfStatement(branches, otherwise);
    }

    private ForStatement ParseFor()
    {
        var target = ParseTarget(allowAttribute: false);
        if (!_reader.TryTake(TokenKind.Name, "in"))
        {
            throw _reader.Error($"'in' is expected, not {_reader.Describe()}");
        }

        var values = ParseLoopValues();
        var condition = _reader.TryTake(TokenKind.Name, "if") ? _expressions.Parse() : null;
        if (_reader.Is(TokenKind.Name, "recursive"))
        {
            throw _reader.Error("recursive loops are not supported");
        }

        EndTag();
        _loops++;
        var body = ParseBody(["else", "endfor"], out var end);
        _loops--;
        BlockStatement? otherwise = null;
        if (end == "else")
        {
            EndTag();
            otherwise = ParseBody(["endfor"], out _);
        }

        EndTag();
        return new ForStatement(target, values, condition, body, otherwise);
    }

    // An "if" behind the values is the loop's filter, not a condition of the values.
    private Expression ParseLoopValues()
    {
        var line = _reader.Current.Line;
        List<Expression> items = [_expressions.ParseOr()];
        var isTuple = false;
        while (_reader.TryTake(TokenKind.Symbol, ","))
        {
            isTuple = true;
            items.Add(_expressions.ParseOr());
        }

        return isTuple ? new ListExpression(line, items, isTuple: true) : items[0];
    }

    private AssignmentTarget ParseTarget(bool allowAttribute)
    {
        var line = _reader.Current.Line;
        var inParenthesis = _reader.TryTake(TokenKind.Symbol, "(");
        List<string> names = [ParseName()];
        if (allowAttribute && _reader.TryTake(TokenKind.Symbol, "."))
        {
            return new AssignmentTarget(line, names, _reader.Expect(TokenKind.Name, "a name").Text, unpacks: false);
        }

        var unpacks = false;
        while (_reader.TryTake(TokenKind.Symbol, ","))
        {
            unpacks = true;
            if (_reader.Current.Kind != TokenKind.Name || _reader.Is(TokenKind.Name, "in"))
            {
                break;
            }

            names.Add(ParseName());
        }

        if (inParenthesis)
        {
            _reader.Expect(")");
        }

        return new AssignmentTarget(line, names, null, unpacks);
    }

    private string ParseName()
    {
        var name = _reader.Expect(TokenKind.Name, "a name");
        return name.Text is "true" or "false" or "none" or "True" or "False" or "None"
            ? throw TemplateLexer.Error(name.Line, $"'{name.Text}' cannot be set")
            : name.Text;
    }

    private Statement ParseSet()
    {
        var target = ParseTarget(allowAttribute: true);
        if (_reader.TryTake(TokenKind.Symbol, "="))
        {
            var value = _expressions.ParseTuple();
            EndTag();
            return new SetStatement(target, value);
        }

        var filters = ParseFilters(first: false);
        EndTag();
        var body = ParseInner(["endset"]);
        return new SetBlockStatement(target, body, filters);
    }

    private FilterBlockStatement ParseFilterBlock()
    {
        var filters = ParseFilters(first: true);
        EndTag();
        return new FilterBlockStatement(ParseInner(["endfilter"]), filters);
    }

    // The filters of a block work on a name that no template can write.
    private Expression ParseFilters(bool first)
    {
        Expression chain = new NameExpression(_reader.Current.Line, BlockStatement.TextName);
        while (first || _reader.TryTake(TokenKind.Symbol, "|"))
        {
            chain = _expressions.ParseFilter(_reader.Current.Line, chain);
            first = false;
        }

        return chain;
    }

    private BlockStatement ParseInner(string[] ends)
    {
        var loops = _loops;
        _loops = 0;
        var body = ParseBody(ends, out _);
        _loops = loops;
        EndTag();
        return body;
    }

    private MacroStatement ParseMacro()
    {
        var name = ParseName();
        var parameters = ParseParameters();
        EndTag();
        return new MacroStatement(name, parameters, ParseInner(["endmacro"]));
    }

    private CallStatement ParseCall(int line)
    {
        var parameters = _reader.Is(TokenKind.Symbol, "(") ? ParseParameters() : [];
        var call = _expressions.Parse() as CallExpression
            ?? throw TemplateLexer.Error(line, "call needs the call of a macro");
        EndTag();
        return new CallStatement(call, new MacroStatement("caller", parameters, ParseInner(["endcall"])));
    }

    private List<(string Name, Expression? Default)> ParseParameters()
    {
        List<(string, Expression?)> parameters = [];
        _reader.Expect("(");
        while (!_reader.TryTake(TokenKind.Symbol, ")"))
        {
            if (parameters.Count > 0)
            {
                _reader.Expect(",");
            }

            parameters.Add((ParseName(), _reader.TryTake(TokenKind.Symbol, "=") ? _expressions.Parse() : null));
        }

        return parameters;
    }

    private ScopeStatement ParseWith()
    {
        List<(AssignmentTarget, Expression)> names = [];
        while (_reader.Current.Kind != TokenKind.BlockEnd)
        {
            if (names.Count > 0)
            {
                _reader.Expect(",");
            }

            var target = ParseTarget(allowAttribute: false);
            _reader.Expect("=");
            names.Add((target, _expressions.Parse()));
        }

        EndTag();
        var body = ParseBody(["endwith"], out _);
        EndTag();
        return new ScopeStatement(names, body);
    }
}
