"""Settings from the environment and ``.env``: one object, made at the edge and passed inward."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph.errors import UsageError

StoreName = Literal["embedded", "neo4j"]
LogLevel = Literal["debug", "info", "warning", "error"]


class Settings(BaseSettings):
    """``RENKEI_…`` variables. Every one has a default that works on a fresh machine."""

    model_config = SettingsConfigDict(
        env_prefix="RENKEI_", env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    data: Path = Field(Path.home() / "renkei-data", description="利用者のデータの置き場（道具が書くのはここだけ）")
    sources: Path | None = Field(None, description="原本の置き場。あれば引用を原本から読む")
    store: StoreName = Field("embedded", description="使うデータベース（embedded か neo4j）")
    graph_file: Path | None = Field(
        None, description="組み込みデータベースの指示ファイル（既定は RENKEI_DATA の中の graph.json）"
    )
    neo4j_uri: str = Field(
        "bolt://localhost:7687",
        description="Neo4j の接続先（一台は bolt://、クラスターは neo4j://。暗号化は bolt+s:// か neo4j+s://）",
    )
    neo4j_ca: str = Field(
        "", description="Neo4j の証明書に署名した認証局の証明書のファイル（PEM。+s の接続先と。既定は OS のもの）"
    )
    neo4j_user: str = Field("neo4j", description="Neo4j の利用者名")
    neo4j_password: SecretStr = Field(SecretStr(""), description="Neo4j のパスワード")
    neo4j_database: str = Field("neo4j", description="Neo4j のデータベース名")
    neo4j_browser: str = Field(
        "", description="Neo4j Browser の場所（既定は Neo4j の接続先の 7474 番。例: http://localhost:7474/browser/）"
    )
    host: str = Field("127.0.0.1", description="画面を出すアドレス")
    token: SecretStr = Field(
        SecretStr(""),
        description="ほかの機械から見られる画面（RENKEI_HOST）の合い言葉。なければ起動のたびに作る。off なら求めない",
    )
    internal: bool = Field(
        False, description="ほかの機械から見られる画面（RENKEI_HOST）でも、庁内限りの文書の下書きを見せる（on か off）"
    )
    cypher: bool = Field(False, description="プログラムから Cypher の文を送れるようにする（読むだけ。on か off）")
    log: str = Field(
        "", description="運用の記録（JSON Lines、人のデータは入らない）を書くファイル。- なら標準エラー出力"
    )
    log_level: LogLevel = Field("info", description="運用の記録の細かさ（debug、info、warning、error）")
    port: int = Field(8000, ge=1, le=65535, description="画面を出すポート")

    @property
    def key(self) -> str:
        """What the explorer asks for; '' where it asks for nothing."""
        token = self.token.get_secret_value()
        return "" if token.lower() == "off" else token

    @property
    def alone(self) -> bool:
        """Whether only this machine can reach the explorer."""
        return self.host.lower() in ("127.0.0.1", "localhost", "::1")

    @property
    def pointer(self) -> Path:
        """The embedded store's pointer file."""
        return (self.graph_file or self.data / "graph.json").expanduser()


def load() -> Settings:
    """Read the settings, or say in Japanese which variable is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "、".join(f"RENKEI_{str(e['loc'][0]).upper()}（{e['input']}）" for e in error.errors())
        raise UsageError(f"設定の値が正しくありません: {wrong}") from error
